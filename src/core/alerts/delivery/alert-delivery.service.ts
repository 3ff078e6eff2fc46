import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { errorText } from '../../../shared/errors/error-text.js';
import { Rounds } from '../../../shared/runtime/rounds.js';
import { Clock } from '../../../shared/time/clock.js';
import { CoreTransactions } from '../../core.transactions.js';
import { AlertDeliveryRepository, type DueDelivery } from './alert-delivery.repository.js';
import type { AlertSender } from './alert-sender.js';
import { MAX_ATTEMPTS, pauseSeconds } from './delivery-pause.kernel.js';
import { MailSender } from './mail.provider.js';
import { sendDue } from './send-due.js';
import { WebhookSender } from './webhook.provider.js';

const IDENTITY = asSystem('alerts');
const PAUSE_MS = 5_000;

/**
 * Carries messages to the channels of users. What is to be sent was written by those who raised the alert; it is taken for a
 * time, sent outside of any unit of work, and noted. A process that is killed meanwhile leaves it to the next one, so that
 * it may arrive twice, and never not at all.
 */
@Injectable()
export class AlertDeliveryService implements OnModuleDestroy {
  private readonly log = new Logger('AlertDelivery');
  private readonly senders: Readonly<Record<DueDelivery['kind'], AlertSender>>;
  private readonly rounds = new Rounds(() => this.drainOnce(), {
    pauseMs: PAUSE_MS,
    log: this.log,
    waiting: (error) => `Alerts wait: ${errorText(error)}`,
  });

  constructor(
    private readonly tx: CoreTransactions,
    private readonly deliveries: AlertDeliveryRepository,
    webhook: WebhookSender,
    email: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.senders = { webhook, email };
  }

  /** From now on what is due is sent every few seconds, until the application closes. */
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
      (limit) => this.tx.run(IDENTITY, () => this.deliveries.take(limit)),
      (one) => this.deliver(one),
    );
  }

  private async deliver(delivery: DueDelivery): Promise<boolean> {
    try {
      await this.senders[delivery.kind].send(delivery);
    } catch (error) {
      await this.missed(delivery, reasonOf(error));
      return false;
    }
    const { id, alertId, event, channelName } = delivery;
    await this.tx.run(IDENTITY, async () => {
      if (await this.deliveries.arrived(id))
        await this.deliveries.note(alertId, 'delivered', `${event} → ${channelName}`, this.clock.now());
    });
    return true;
  }

  private async missed({ id, alertId, event, channelName, attempts }: DueDelivery, reason: string): Promise<void> {
    const made = attempts + 1;
    await this.tx.run(IDENTITY, async () => {
      if (made < MAX_ATTEMPTS) {
        await this.deliveries.postpone(id, reason, pauseSeconds(made, Math.random()));
        return;
      }
      const detail = `${event} → ${channelName}: given up after ${String(made)} attempts. ${reason}`;
      if (await this.deliveries.giveUp(id, reason))
        await this.deliveries.note(alertId, 'failed', detail, this.clock.now());
    });
  }
}

/** The codes of the system say enough, and nothing of networks that are not the user's. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return `It could not be reached (${code}).`;
  return message === '' ? 'It could not be sent.' : message;
}
