import { Inject, Injectable } from '@nestjs/common';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { ENV, type Env } from '../../../shared/config/env.js';
import { DATABASES, type Databases } from '../../../shared/database/databases.js';
import { JWT_SECRET } from '../../../shared/runtime/runtime.module.js';
import { Clock } from '../../../shared/time/clock.js';
import { ChannelSecrets } from '../channel-secret.js';
import type { AlertSender, Message } from './alert-sender.js';
import { faultOfUrl, permittedAddresses, type WebhookPolicy } from './webhook-address.js';
import { SIGNATURE_HEADER, signatureOf } from './webhook-signature.js';

/** For connection and answer together. */
const TIMEOUT_MS = 10_000;

/** Posts to the user's address, signed. It connects to an address that it has checked, and follows no redirection. */
@Injectable()
export class WebhookSender implements AlertSender {
  readonly policy: WebhookPolicy;
  private readonly secrets: ChannelSecrets;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(DATABASES) databases: Databases,
    @Inject(JWT_SECRET) programSecret: string,
    private readonly clock: Clock,
  ) {
    const mayReachInside = env.WEBHOOK_PRIVATE_NETWORKS;
    this.policy = { mayReachInside, mayReachItself: mayReachInside || databases.mode === 'embedded' };
    this.secrets = new ChannelSecrets(programSecret);
  }

  async send({ id, channelId, target, secretCipher, payload }: Message): Promise<void> {
    const fault = faultOfUrl(target, this.policy);
    if (fault !== null) throw new Error(fault);
    const url = new URL(target);
    const addresses = await permittedAddresses(url.hostname, this.policy);
    const body = JSON.stringify(payload);
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    const secret = this.secrets.open(channelId, secretCipher ?? '');
    const status = await post(url, addresses, body, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'SigmaSight',
      'sigmasight-delivery': id,
      [SIGNATURE_HEADER]: signatureOf(secret, seconds, body),
    });
    if (status < 200 || status > 299) throw new Error(`The address answered ${String(status)}.`);
  }
}

type Addresses = Awaited<ReturnType<typeof permittedAddresses>>;

/** The status of the answer. Its body is not read: nobody is shown it. */
function post(url: URL, addresses: Addresses, body: string, headers: Record<string, string>): Promise<number> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = request(url, {
      ...{ method: 'POST', headers, signal, agent: false },
      // Asked anew, a name might lead elsewhere than where it was checked.
      lookup: (_host, options, answer) => {
        const [first] = addresses;
        if (options.all === true) answer(null, [...addresses]);
        else answer(null, first?.address ?? '', first?.family);
      },
    });
    sent.once('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on('error', (error) => {
      reject(signal.aborted ? new Error(`There was no answer within ${String(TIMEOUT_MS / 1_000)} s.`) : error);
    });
    sent.end(body);
  });
}
