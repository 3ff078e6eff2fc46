import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { asSystem } from '../../../shared/database/transactions.js';
import { errorText } from '../../../shared/errors/error-text.js';
import { Clock } from '../../../shared/time/clock.js';
import { CoreTransactions } from '../../core.transactions.js';
import { AlertDeliveryRepository, type DueDelivery } from './alert-delivery.repository.js';
import type { AlertSender } from './alert-sender.js';
import { MAX_ATTEMPTS, pauseSeconds } from './delivery-pause.kernel.js';
import { MailSender } from './mail.provider.js';
import { WebhookSender } from './webhook.provider.js';

const IDENTITY = asSystem('alerts');
/** Sent at the same time. */
const AT_ONCE = 10;
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Carries messages to the channels of users. What is to be sent was written by those who raised the alert; it is taken for a
 * time, sent outside of any unit of work, and noted. A process that is killed meanwhile leaves it to the next one, so that
 * it may arrive twice, and never not at all.
 */
@Injectable()
export class AlertDeliveryService implements OnModuleDestroy {
  private readonly log = new Logger('AlertDelivery');
  private readonly senders: Readonly<Record<DueDelivery['kind'], AlertSender>>;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = true;
  private running: Promise<number> | null = null;
  private pauseMs = PAUSE_MS;

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
    if (!this.isStopped) return;
    this.isStopped = false;
    this.schedule(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** Sends what is due now. @returns how many arrived */
  drain(): Promise<number> {
    this.running ??= this.drainOnce().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async drainOnce(): Promise<number> {
    let arrived = 0;
    for (;;) {
      const due = await this.tx.run(IDENTITY, () => this.deliveries.take(AT_ONCE));
      const outcomes = await Promise.all(due.map((one) => this.deliver(one)));
      arrived += outcomes.filter(Boolean).length;
      if (due.length < AT_ONCE) return arrived;
    }
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

  private schedule(afterMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.tick(), afterMs);
    // Waiting for the next round is no reason to keep a process alive.
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    try {
      await this.drain();
      this.pauseMs = PAUSE_MS;
    } catch (error) {
      // Said once an outage; the health endpoint says the rest.
      if (this.pauseMs === PAUSE_MS && !this.isStopped) this.log.warn(`Alerts wait: ${errorText(error)}`);
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    }
    this.schedule(this.pauseMs);
  }
}

/** The codes of the system say enough, and nothing of networks that are not the user's. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return `It could not be reached (${code}).`;
  return message === '' ? 'It could not be sent.' : message;
}
