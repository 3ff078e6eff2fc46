import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { errorText } from '../../../shared/errors/error-text.js';
import { Rounds } from '../../../shared/runtime/rounds.js';
import { JWT_SECRET } from '../../../shared/runtime/runtime.module.js';
import { CoreTransactions } from '../../core.transactions.js';
import { ChannelSecrets } from '../channel-secret.js';
import { confirmationMail } from '../delivery/alert-mail.kernel.js';
import { pauseSeconds } from '../delivery/delivery-pause.kernel.js';
import { MailSender } from '../delivery/mail.provider.js';
import { sendDue } from '../delivery/send-due.js';
import { ChannelConfirmationRepository, type DueCode } from './channel-confirmation.repository.js';

const IDENTITY = asSystem('alerts');
const PAUSE_MS = 5_000;

/** Mails codes, as alerts are delivered: taken for a time, sent outside of any unit of work, tried again until they expire. */
@Injectable()
export class ConfirmationDeliveryService implements OnModuleDestroy {
  private readonly log = new Logger('ChannelConfirmation');
  private readonly secrets: ChannelSecrets;
  private readonly rounds = new Rounds(() => this.drainOnce(), {
    pauseMs: PAUSE_MS,
    log: this.log,
    waiting: (error) => `Codes wait: ${errorText(error)}`,
  });

  constructor(
    private readonly tx: CoreTransactions,
    private readonly codes: ChannelConfirmationRepository,
    private readonly mail: MailSender,
    @Inject(JWT_SECRET) programSecret: string,
  ) {
    this.secrets = new ChannelSecrets(programSecret);
  }

  start(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Sends what is due now. @returns how many arrived */
  drain(): Promise<number> {
    return this.rounds.now();
  }

  private drainOnce(): Promise<number> {
    return sendDue(
      (limit) => this.tx.run(IDENTITY, () => this.codes.take(limit)),
      (one) => this.deliver(one),
    );
  }

  private async deliver(due: DueCode): Promise<boolean> {
    const { channelId, target, cipher, expiresAt, attempts } = due;
    try {
      const code = this.secrets.open(channelId, cipher);
      await this.mail.mail(target, channelId, confirmationMail(code, expiresAt));
    } catch (error) {
      this.log.warn({ msg: `A code could not be mailed: ${errorText(error)}`, channel_id: channelId });
      await this.tx.run(IDENTITY, () => this.codes.postpone(due, pauseSeconds(attempts + 1, Math.random())));
      return false;
    }
    await this.tx.run(IDENTITY, () => this.codes.arrived(due));
    return true;
  }
}
