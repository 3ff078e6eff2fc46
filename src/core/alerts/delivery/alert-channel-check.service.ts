import { Injectable } from '@nestjs/common';
import { InvalidInput } from '../../../shared/errors/invalid-input.error.js';
import { MailSender } from './mail.provider.js';
import { faultOfUrl, ForbiddenAddress, permittedAddresses } from './webhook-address.js';
import { WebhookSender } from './webhook.provider.js';

/** Whether an address may be one of a channel. It is asked again with every message: a name may lead elsewhere by then. */
@Injectable()
export class AlertChannelCheck {
  constructor(
    private readonly webhook: WebhookSender,
    private readonly mail: MailSender,
  ) {}

  get canMail(): boolean {
    return this.mail.isConfigured;
  }

  /** Asks for the host's addresses, hence outside of any unit of work. @throws InvalidInput */
  async url(text: string): Promise<void> {
    const { policy } = this.webhook;
    const fault = faultOfUrl(text, policy);
    if (fault !== null) throw refused('is_url', fault);
    try {
      await permittedAddresses(new URL(text).hostname, policy);
    } catch (error) {
      if (error instanceof ForbiddenAddress) throw refused('forbidden_address', error.message);
      throw refused('unknown_host', 'The host of url is not known to the name service: look for a misspelling.');
    }
  }
}

const refused = (code: string, message: string): InvalidInput =>
  new InvalidInput([{ pointer: '/url', field: 'url', code, message }]);
