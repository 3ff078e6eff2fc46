import { Inject, Injectable } from '@nestjs/common';
import { LIMIT_READER, type LimitReader, type LimitView } from '../../../contracts/limit-reader.js';
import { NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetLimitsAndAlertsTool extends PortfolioTool<LimitView> {
  readonly name = 'get_limits_and_alerts';
  readonly description =
    'The limits that were set for one portfolio, whether each is kept or breached, and the alerts that nobody has resolved, each ' +
    'as one sentence with the figure and the limit.';

  constructor(
    @Inject(LIMIT_READER) private readonly limits: LimitReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<LimitView | null> {
    return this.limits.find(userId, id);
  }

  protected answer(view: LimitView, id: string): ToolAnswer {
    return {
      asOf: view.asOf,
      truncated: view.alertCount > view.alerts.length,
      units: {
        ...{ measured_value: 'ratio, or as the alert says', limit_value: 'ratio, or as the alert says' },
        ...{ confidence_95: 'ratio', limit_count: 'index, number of limits', alert_count: 'index, number of alerts' },
      },
      data: {
        ...{ portfolio_id: id, limit_count: view.limits.length, alert_count: view.alertCount, confidence_95: 0.95 },
        limits: view.limits.map(({ name, status, reason }) => ({ limit: name, status, reason })),
        alerts: view.alerts.map(({ subject, message, value, limit, status, since, isBreached }) => ({
          ...{ subject, message, measured_value: value, limit_value: limit, status, since, is_breached: isBreached },
        })),
      },
    };
  }
}
