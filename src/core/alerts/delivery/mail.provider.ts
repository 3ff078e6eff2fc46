import { Inject, Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { ENV, type Env } from '../../../shared/config/env.js';
import { type Mail, mailOf } from './alert-mail.kernel.js';
import type { AlertSender, Message } from './alert-sender.js';

const TIMEOUT_MS = 10_000;

/** Sends mail through the operator's server, when there is one. */
@Injectable()
export class MailSender implements AlertSender {
  constructor(@Inject(ENV) private readonly env: Env) {}

  get isConfigured(): boolean {
    return this.env.SMTP_URL !== undefined && this.env.SMTP_FROM !== undefined;
  }

  send({ id, target, payload }: Message): Promise<void> {
    return this.mail(target, id, mailOf(payload));
  }

  /** A connection a mail: they are few. @param id the same with every attempt */
  async mail(target: string, id: string, { subject, text }: Mail): Promise<void> {
    const { SMTP_URL: url, SMTP_FROM: from } = this.env;
    if (url === undefined || from === undefined) throw new Error('SMTP_URL and SMTP_FROM are not set any more.');
    const transport = createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      dnsTimeout: TIMEOUT_MS,
    });
    try {
      // An address given as an object is one address, whatever its text looks like.
      const to = { name: '', address: target };
      await transport.sendMail({ from, to, subject, text, headers: { 'X-SigmaSight-Delivery': id } });
    } finally {
      transport.close();
    }
  }
}
