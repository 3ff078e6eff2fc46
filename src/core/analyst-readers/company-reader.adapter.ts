import { Injectable } from '@nestjs/common';
import { type CompanyReader, type CompanyView } from '../../contracts/company-reader.js';
import type { ProfileRow } from '../reference-data/company-profile-view.js';
import { CompanyProfileService } from '../reference-data/company-profile.service.js';
import { orNull } from './reader-figures.js';

@Injectable()
export class CompanyReaderAdapter implements CompanyReader {
  constructor(private readonly profiles: CompanyProfileService) {}

  async listOfPortfolio(userId: string, portfolioId: string): Promise<readonly CompanyView[] | null> {
    const found = await orNull(this.profiles.list(userId, { kind: 'portfolio', portfolioId }));
    return found && found.profiles.map(companyOf);
  }
}

function companyOf({ symbol, profile }: ProfileRow): CompanyView {
  const text = (column: string): string | null => {
    const value = profile[column];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = (column: string): number | null => {
    const value = profile[column];
    return typeof value === 'number' ? value : null;
  };
  return {
    ...{ symbol, name: text('company_name'), description: text('description') },
    ...{ sector: text('sector'), industry: text('industry'), currency: text('currency') },
    ...{ marketCap: number('market_cap'), trailingPe: number('pe_ratio'), forwardPe: number('forward_pe') },
    ...{ dividendYield: number('dividend_yield'), targetMean: number('target_mean_price') },
    ...{ targetLow: number('target_low_price'), targetHigh: number('target_high_price') },
    ...{ analystCount: number('number_of_analyst_opinions'), recommendation: text('recommendation_key') },
    ...{ nextEarnings: text('next_earnings_date'), source: text('dataset') },
    asOf: text('fetched_at')?.slice(0, 'YYYY-MM-DD'.length) ?? null,
  };
}
