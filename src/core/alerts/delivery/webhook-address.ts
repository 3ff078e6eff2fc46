//! Which addresses a webhook may have, and which networks it may reach.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isInside, isLoopback } from './network-address.kernel.js';

export interface WebhookPolicy {
  /** Addresses of private networks, for installations whose receivers are there. */
  readonly mayReachInside: boolean;
  /** This machine, over http as well: where the databases are embedded, the program is its user's own. */
  readonly mayReachItself: boolean;
}

export class ForbiddenAddress extends Error {}

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns why not; null when the address may be one of a webhook, as far as it can be seen without asking for its host */
export function faultOfUrl(text: string, policy: WebhookPolicy): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'url must be an address, such as https://hooks.example.com/alerts.';
  if (url.username !== '' || url.password !== '')
    return 'url must not have a user or a password in it: put a token into its path or query.';
  if (url.hash !== '') return 'url must not have a fragment (#…): leave it out.';
  const isHere = LOCAL_NAMES.has(url.hostname);
  if (url.protocol === 'http:' && !(isHere && policy.mayReachItself))
    return 'url must begin with https://, so that nobody on the way can read or change an alert.';
  return null;
}

/** The addresses of a host. @throws ForbiddenAddress when one of them is not to be reached, Error when the host is not known */
export async function permittedAddresses(
  hostname: string,
  policy: WebhookPolicy,
): Promise<readonly { readonly address: string; readonly family: number }[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family > 0 ? [{ address: host, family }] : await lookup(host, { all: true, verbatim: true });
  if (addresses.some(({ address }) => !isPermitted(address, policy)))
    throw new ForbiddenAddress(
      'The host of url is in a private or reserved network: give it a public address, or ask the operator to set WEBHOOK_PRIVATE_NETWORKS.',
    );
  return addresses;
}

const isPermitted = (address: string, { mayReachInside, mayReachItself }: WebhookPolicy): boolean =>
  !isInside(address) || (isLoopback(address) ? mayReachItself : mayReachInside);
