import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../../shared/time/clock.js';
import { AlertEpisodeRepository, type BreachedLimit, type Episode, type Finding } from './alert-episode.repository.js';
import { AlertRepository } from './alert.repository.js';

export type { BreachedLimit, Episode, Finding };

/** What those who evaluate limits do to alerts, each call in their unit of work. What is to be delivered is written in it. */
@Injectable()
export class AlertEpisodeService {
  constructor(
    private readonly episodes: AlertEpisodeRepository,
    private readonly alerts: AlertRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  listOpen(limitIds: readonly string[]): Promise<Episode[]> {
    return this.episodes.listOpen(limitIds);
  }

  /** Once a breach: when it has an alert already, nothing happens. */
  async raise(limit: BreachedLimit, finding: Finding): Promise<void> {
    const at = this.clock.now();
    const alertId = await this.episodes.insert(limit, finding, at);
    if (alertId === null) return;
    const { message: detail, value, asOf } = finding;
    await this.alerts.addEvent({ alertId, event: 'raised', at, detail, value, asOf });
    await this.tell(alertId, 'raised', at);
  }

  /** The breach lasts, with another figure or at another session. */
  async update(alertId: string, finding: Finding): Promise<void> {
    const at = this.clock.now();
    await this.episodes.update(alertId, finding, at);
    const { message: detail, value, asOf } = finding;
    await this.alerts.addEvent({ alertId, event: 'updated', at, detail, value, asOf });
  }

  /** The breach is over. One that a user has resolved before is told no more. */
  async end({ alertId, isResolved }: Pick<Episode, 'alertId' | 'isResolved'>, asOf: string): Promise<void> {
    const at = this.clock.now();
    await this.episodes.end(alertId, at);
    if (isResolved) return;
    await this.alerts.resolve(alertId, 'batch', at);
    const detail = 'The limit is kept again.';
    await this.alerts.addEvent({ alertId, event: 'resolved', at, detail, asOf });
    await this.tell(alertId, 'resolved', at);
  }

  /** Nobody looks at the limit any more: its user has deleted it, switched it off, or changed what it looks at. */
  async abandon(limitId: string, detail: string): Promise<void> {
    const at = this.clock.now();
    for (const { alertId, isResolved } of await this.episodes.listOpen([limitId])) {
      await this.episodes.end(alertId, at);
      if (isResolved) continue;
      await this.alerts.resolve(alertId, 'user', at);
      await this.alerts.addEvent({ alertId, event: 'resolved', at, detail });
    }
  }

  private async tell(alertId: string, event: 'raised' | 'resolved', at: Date): Promise<void> {
    const alert = await this.episodes.describe(alertId);
    const payload = { id: randomUUID(), type: `alert.${event}`, occurred_at: at.toISOString(), alert };
    await this.episodes.enqueue(alertId, event, payload);
  }
}
