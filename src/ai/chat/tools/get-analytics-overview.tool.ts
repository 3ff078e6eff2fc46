import { Inject, Injectable } from '@nestjs/common';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { type BetaView, RISK_READER, type RiskReader } from '../../../contracts/risk-reader.js';
import {
  answerTool,
  figures,
  found,
  NEW_RESULT_ID,
  type NewResultId,
  portfolioArguments,
  portfolioOf,
  type Tool,
  type ToolCaller,
  type ToolResult,
} from './tool.js';

/** Betas of single positions: the list is for a question about one of them, not a dump. */
const MAX_POSITION_BETAS = 50;

@Injectable()
export class GetAnalyticsOverviewTool implements Tool {
  readonly name = 'get_analytics_overview';
  readonly description =
    'Risk overview of one portfolio: net asset value, cash, long, short, gross and net exposure, leverage, P&L of the ' +
    'last session and since the start, market beta over 90 and 252 sessions with R², and betas of the positions. ' +
    'A figure that could not be computed is null and has a reason.';
  readonly schema = portfolioArguments;

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const exposure = found(await this.risk.exposure(caller.userId, id));
      const beta = found(await this.risk.beta(caller.userId, id));
      const listed = (await this.portfolios.listForUser(caller.userId)).find((portfolio) => portfolio.id === id);
      const { values, reasons } = figures({
        net_asset_value: exposure.netAssetValue,
        cash: exposure.cash,
        long_exposure: exposure.longExposure,
        short_exposure: exposure.shortExposure,
        gross_exposure: exposure.grossExposure,
        net_exposure: exposure.netExposure,
        leverage: exposure.leverage,
        daily_pnl: exposure.dailyPnl,
        cumulative_pnl: exposure.cumulativePnl,
        beta_90d: beta.beta90d,
        beta_252d: beta.beta252d,
        r_squared_90d: beta.rSquared90d,
      });
      return {
        asOf: exposure.asOf,
        truncated: beta.positions.length > MAX_POSITION_BETAS,
        units: {
          money: listed?.currency ?? "the portfolio's currency",
          leverage: 'gross exposure over net asset value, ratio',
          beta: 'per unit of the return of the benchmark',
          r_squared_90d: 'ratio',
        },
        data: {
          portfolio_id: id,
          ...(listed ? { name: listed.name, currency: listed.currency } : {}),
          ...values,
          position_betas: betasOf(beta),
          reasons,
          methods: { exposure: exposure.method, beta: beta.method },
        },
      };
    });
  }
}

const betasOf = ({ positions }: BetaView): readonly unknown[] =>
  positions.slice(0, MAX_POSITION_BETAS).map(({ symbol, beta90d, standardError }) => {
    const { values, reasons } = figures({ beta_90d: beta90d, standard_error: standardError });
    return { symbol, ...values, ...(Object.keys(reasons).length > 0 ? { reasons } : {}) };
  });
