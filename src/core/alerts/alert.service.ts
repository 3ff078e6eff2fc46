import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import type { CursoredPage } from '../../shared/http/page.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import { PortfolioNotFound } from '../portfolios/portfolio.errors.js';
import { AlertNotFound, AlertResolved } from './alert.errors.js';
import {
  type AlertDeliveryView,
  type AlertEventView,
  type AlertFilter,
  type AlertPage,
  AlertRepository,
  type AlertView,
} from './alert.repository.js';

export interface AlertWithHistory extends AlertView {
  readonly events: readonly AlertEventView[];
  readonly deliveries: readonly AlertDeliveryView[];
}

@Injectable()
export class AlertService {
  constructor(
    private readonly tx: CoreTransactions,
    private readonly alerts: AlertRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Of all portfolios of the user, or of one. @throws PortfolioNotFound */
  list(userId: string, filter: AlertFilter, page: CursoredPage): Promise<AlertPage> {
    return this.tx.run(asUser(userId), async () => {
      const { portfolioId } = filter;
      if (portfolioId !== null && !(await this.alerts.isOwned(userId, portfolioId)))
        throw new PortfolioNotFound(portfolioId);
      return this.alerts.list(userId, filter, page);
    });
  }

  get(userId: string, id: string): Promise<AlertWithHistory> {
    return this.tx.run(asUser(userId), async () => {
      const alert = await this.alerts.find(userId, id);
      if (!alert) throw new AlertNotFound();
      return { ...alert, events: await this.alerts.listEvents(id), deliveries: await this.alerts.listDeliveries(id) };
    });
  }

  /** Done twice it is the same. @throws AlertResolved */
  acknowledge(userId: string, id: string, note: string | null): Promise<AlertWithHistory> {
    return this.change(userId, id, async ({ status }, at) => {
      if (status === 'resolved') throw new AlertResolved();
      if (status === 'acknowledged') return;
      await this.alerts.acknowledge(id, at);
      await this.alerts.addEvent({ alertId: id, event: 'acknowledged', at, detail: note });
    });
  }

  /** Done twice it is the same. While the breach lasts it is not raised again. */
  resolve(userId: string, id: string, note: string | null): Promise<AlertWithHistory> {
    return this.change(userId, id, async ({ status }, at) => {
      if (status === 'resolved') return;
      await this.alerts.resolve(id, 'user', at);
      await this.alerts.addEvent({ alertId: id, event: 'resolved', at, detail: note });
    });
  }

  private change(
    userId: string,
    id: string,
    work: (alert: AlertView, at: Date) => Promise<void>,
  ): Promise<AlertWithHistory> {
    return this.tx.run(asUser(userId), async () => {
      const alert = await this.alerts.findLocked(userId, id);
      if (!alert) throw new AlertNotFound();
      await work(alert, this.clock.now());
      return this.get(userId, id);
    });
  }
}
