import { AppError } from '../../shared/errors/app-error.js';

export class AlertChannelNotFound extends AppError {
  constructor() {
    super('missing', 'alert_channel.not_found', 'There is no such channel.');
  }
}

export class AlertChannelExists extends AppError {
  constructor() {
    super(
      'conflict',
      'alert_channel.exists',
      'You have a channel to this address already: ask it for a new secret if the first one is lost, or delete it.',
    );
  }
}

export class TooManyAlertChannels extends AppError {
  constructor(most: number) {
    super('conflict', 'alert_channel.too_many', `You have ${String(most)} channels, which is the most: delete one.`);
  }
}

export class NoSecret extends AppError {
  constructor() {
    super('conflict', 'alert_channel.no_secret', 'Only a webhook has a secret: a mail is not signed.');
  }
}

export class NothingToConfirm extends AppError {
  constructor() {
    super('conflict', 'alert_channel.nothing_to_confirm', 'Only an address of e-mail is confirmed by a code.');
  }
}

export class ChannelConfirmed extends AppError {
  constructor() {
    super('conflict', 'alert_channel.confirmed', 'This channel is confirmed: it takes no other code.');
  }
}

export class CodeAskedTooSoon extends AppError {
  constructor() {
    super(
      'conflict',
      'alert_channel.code_too_soon',
      'A code was asked for less than a minute ago: wait for it, and look among unwanted mail, before you ask again.',
    );
  }
}

export class MailNotConfigured extends AppError {
  constructor() {
    const message =
      'This installation sends no mail: its operator has to set SMTP_URL and SMTP_FROM. Use a webhook instead.';
    super('conflict', 'alert_channel.mail_not_configured', message, {
      errors: [{ pointer: '/kind', field: 'kind', code: 'mail_not_configured', message }],
    });
  }
}
