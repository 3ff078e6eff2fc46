import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { type BetaView, RISK_READER, type RiskReader } from '../../../contracts/risk-reader.js';
import { namedHoldings } from './holdings.kernel.js';
import {
  answerTool,
  figures,
  found,
  listedPortfolio,
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
    'last session (and its return), month to date, year to date and since the start, unrealised and realised P&L, ' +
    'market beta over 90 and 252 sessions with R², and betas of the positions. ' +
    'A figure that could not be computed is null and has a reason.';
  readonly schema = portfolioArguments.extend({
    symbols: z
      .array(z.string().max(100))
      .max(50)
      .optional()
      .describe('Betas of the positions in these symbols only; not_held tells which of them are not held.'),
  });

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
      const listed = await listedPortfolio(this.portfolios, caller.userId, id);
      const { values, reasons } = figures({
        net_asset_value: exposure.netAssetValue,
        cash: exposure.cash,
        long_exposure: exposure.longExposure,
        short_exposure: exposure.shortExposure,
        gross_exposure: exposure.grossExposure,
        net_exposure: exposure.netExposure,
        leverage: exposure.leverage,
        daily_pnl: exposure.dailyPnl,
        daily_return: exposure.dailyReturn,
        month_to_date_pnl: exposure.monthToDatePnl,
        year_to_date_pnl: exposure.yearToDatePnl,
        cumulative_pnl: exposure.cumulativePnl,
        unrealized_pnl: exposure.unrealizedPnl,
        realized_pnl: exposure.realizedPnl,
        beta_90d: beta.beta90d,
        beta_252d: beta.beta252d,
        r_squared_90d: beta.rSquared90d,
      });
      const { found: asked, missing } = namedHoldings(beta.positions.map(withoutName), valid.symbols ?? []);
      const betas = valid.symbols === undefined ? beta.positions : asked;
      return {
        asOf: exposure.asOf,
        truncated: betas.length > MAX_POSITION_BETAS,
        units: {
          money: listed?.currency ?? "the portfolio's currency",
          leverage: 'gross exposure over net asset value, ratio',
          daily_return: 'ratio of net asset value before the session',
          beta: 'per unit of the return of the benchmark',
          r_squared_90d: 'ratio',
        },
        data: {
          portfolio_id: id,
          ...(listed ? { name: listed.name, currency: listed.currency } : {}),
          ...values,
          position_betas: betasOf(betas),
          ...(valid.symbols === undefined ? {} : { not_held: missing }),
          reasons,
          methods: { exposure: exposure.method, beta: beta.method },
        },
      };
    });
  }
}

/** Betas are known by symbol alone. */
const withoutName = <Position>(position: Position): Position & { readonly name: null } => ({ ...position, name: null });

const betasOf = (positions: BetaView['positions']): readonly unknown[] =>
  positions.slice(0, MAX_POSITION_BETAS).map(({ symbol, beta90d, standardError }) => {
    const { values, reasons } = figures({ beta_90d: beta90d, standard_error: standardError });
    return { symbol, ...values, ...(Object.keys(reasons).length > 0 ? { reasons } : {}) };
  });
