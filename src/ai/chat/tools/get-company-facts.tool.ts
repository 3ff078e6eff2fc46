import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { COMPANY_READER, type CompanyReader, type CompanyView } from '../../../contracts/company-reader.js';
import { namedHoldings } from './holdings.kernel.js';
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

const UNITS = {
  ...{ market_cap: 'currency', target_mean_price: 'per share', target_low_price: 'per share' },
  ...{
    target_high_price: 'per share',
    pe_ratio: 'ratio of price to earnings',
    forward_pe: 'ratio of price to earnings',
  },
  ...{ dividend_yield: 'ratio of the price', analyst_count: 'index, number of analysts' },
};

@Injectable()
export class GetCompanyFactsTool implements Tool {
  readonly name = 'get_company_facts';
  readonly description =
    'What is stored about companies that a portfolio holds: what they do, sector and industry, market capitalisation, price-earnings ' +
    'ratios, dividend yield, target prices of analysts, next earnings date. It holds no news and no price.';
  readonly schema = portfolioArguments.extend({
    symbols: z.array(z.string().min(1).max(100)).min(1).max(5).describe('Symbols or names of holdings.'),
  });

  constructor(
    @Inject(COMPANY_READER) private readonly companies: CompanyReader,
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  run(args: unknown, caller: ToolCaller): Promise<ToolResult> {
    return answerTool(this.newResultId, this.schema, args, async (valid) => {
      const id = portfolioOf(valid, caller);
      const held = found(await this.companies.listOfPortfolio(caller.userId, id));
      const { found: named, missing } = namedHoldings(held, valid.symbols);
      return {
        asOf: named.reduce<string | null>(
          (newest, { asOf }) => (newest !== null && newest > (asOf ?? '') ? newest : asOf),
          null,
        ),
        units: UNITS,
        data: { portfolio_id: id, companies: named.map(factsOf), not_known: missing },
      };
    });
  }
}

function factsOf(company: CompanyView): Readonly<Record<string, unknown>> {
  const fact = (value: number | null) => ({ value, reason: value === null ? 'not-stored' : null });
  const { values, reasons } = figures({
    ...{ market_cap: fact(company.marketCap), pe_ratio: fact(company.trailingPe), forward_pe: fact(company.forwardPe) },
    ...{ dividend_yield: fact(company.dividendYield), target_mean_price: fact(company.targetMean) },
    ...{ target_low_price: fact(company.targetLow), target_high_price: fact(company.targetHigh) },
    analyst_count: fact(company.analystCount),
  });
  const { symbol, name, description, sector, industry, currency, recommendation, nextEarnings, source, asOf } = company;
  return {
    ...{ symbol, name, description, sector, industry, currency, ...values, recommendation },
    ...{ next_earnings_date: nextEarnings, source, fetched_on: asOf, reasons },
  };
}
