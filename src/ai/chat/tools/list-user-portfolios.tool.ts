import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PORTFOLIO_READER, type PortfolioReader } from '../../../contracts/portfolio-reader.js';
import { answerTool, NEW_RESULT_ID, type NewResultId, type Tool, type ToolCaller, type ToolResult } from './tool.js';

@Injectable()
export class ListUserPortfoliosTool implements Tool {
  readonly name = 'list_user_portfolios';
  readonly description =
    "The user's portfolios: id, name, account, currency, session of the last valuation, net asset value and number of " +
    'positions. Ask for it when no portfolio is given or the user names one.';
  readonly schema = z.object({});

  constructor(
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async () => {
      const portfolios = await this.portfolios.listForUser(caller.userId);
      return {
        asOf: newest(portfolios.map(({ asOf }) => asOf)),
        units: { net_asset_value: "the portfolio's currency", position_count: 'open lots' },
        data: {
          portfolio_count: portfolios.length,
          portfolios: portfolios.map((portfolio) => ({
            portfolio_id: portfolio.id,
            name: portfolio.name,
            account_name: portfolio.accountName,
            currency: portfolio.currency,
            as_of: portfolio.asOf,
            net_asset_value: portfolio.netAssetValue,
            position_count: portfolio.positionCount,
          })),
        },
      };
    });
  }
}

const newest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce((latest, date) => (date !== null && (latest === null || date > latest) ? date : latest), null);
