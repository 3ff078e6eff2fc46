import { Injectable } from '@nestjs/common';
import { type LimitReader, type LimitView } from '../../contracts/limit-reader.js';
import { AlertService } from '../alerts/alert.service.js';
import { RiskLimitService } from '../risk-limits/risk-limit.service.js';
import { orNull } from './reader-figures.js';

const LISTED = 20;
/** Alerts are read newest first; resolved ones among them are passed over. */
const READ = 200;

@Injectable()
export class LimitReaderAdapter implements LimitReader {
  constructor(
    private readonly limits: RiskLimitService,
    private readonly alerts: AlertService,
  ) {}

  async find(userId: string, portfolioId: string): Promise<LimitView | null> {
    const stored = await orNull(this.limits.list(userId, portfolioId));
    if (stored === null) return null;
    const pages = await Promise.all(
      (['open', 'acknowledged'] as const).map((status) =>
        this.alerts.list(userId, { portfolioId, status, kind: null }, { limit: READ, offset: 0, after: null }),
      ),
    );
    const active = stored.filter(({ isActive }) => isActive);
    const alerts = pages.flatMap(({ items }) => items).sort((a, b) => (a.raised_at < b.raised_at ? 1 : -1));
    return {
      portfolioId,
      asOf: active.reduce<string | null>((newest, { asOf }) => later(newest, asOf), null),
      limits: active.map(({ name, kind, measure, status, reason }) => ({
        name: name ?? `${kind} (${measure})`,
        ...{ status, reason },
      })),
      alerts: alerts
        .slice(0, LISTED)
        .map(({ subject, message, status, value, threshold, first_as_of: since, is_breached: isBreached }) => ({
          ...{ subject, message, value, limit: threshold, status, since, isBreached },
        })),
      alertCount: pages.reduce((sum, { total }) => sum + total, 0),
    };
  }
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
