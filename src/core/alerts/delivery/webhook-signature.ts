//! How a webhook proves who sent it: docs/operations.md tells receivers how to check.
import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'sigmasight-signature';

/** `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 under the channel's secret of the seconds, a full stop and the body. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  const digest = createHmac('sha256', secret)
    .update(`${String(seconds)}.${body}`, 'utf8')
    .digest('hex');
  return `t=${String(seconds)},v1=${digest}`;
}
