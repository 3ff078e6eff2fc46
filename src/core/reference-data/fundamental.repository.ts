import { Injectable } from '@nestjs/common';
import { byPreference, isOfWorld, WANTED_SYMBOLS } from '../market-data/asked-dataset.js';
import { CoreTransactions } from '../core.transactions.js';
import type { EstimatePeriod } from './analyst-estimate.entity.js';
import type { Frequency } from './frequency.kernel.js';
import { type StatementKind, STATEMENTS } from './statement-figures.js';

export interface StatementPeriod {
  readonly periodDate: string;
  readonly fiscalYear: number | null;
  readonly fiscalQuarter: number | null;
  readonly currency: string;
  readonly dataset: string;
  /** By name in the contract, exact decimals. */
  readonly figures: Readonly<Record<string, string | null>>;
}

export interface EstimateRow {
  readonly period: EstimatePeriod;
  readonly endDate: string | null;
  readonly revenueAvg: string | null;
  readonly revenueLow: string | null;
  readonly revenueHigh: string | null;
  readonly revenueGrowth: string | null;
  readonly epsAvg: string | null;
  readonly epsLow: string | null;
  readonly epsHigh: string | null;
  readonly analystCount: number | null;
}

/** Reads for the dataset that answers this user for a symbol; all periods are of that one. */
@Injectable()
export class FundamentalRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** The newest periods first. */
  listPeriods(
    asker: readonly [userId: string, simulatedByDefault: boolean],
    symbol: string,
    kind: StatementKind,
    frequency: Frequency,
    limit: number,
  ): Promise<StatementPeriod[]> {
    const { table, figures } = STATEMENTS[kind];
    return this.tx.manager.query<StatementPeriod[]>(periodsOf(table, figures), [...asker, [symbol], frequency, limit]);
  }

  /** By period. */
  listEstimates(asker: readonly [userId: string, simulatedByDefault: boolean], symbol: string): Promise<EstimateRow[]> {
    return this.tx.manager.query<EstimateRow[]>(ESTIMATES, [...asker, [symbol]]);
  }
}

const chosenFrom = (table: string, condition: string): string => `
  WITH ${WANTED_SYMBOLS}, chosen AS (
    SELECT wanted.instrument_id, first.dataset
      FROM wanted
      JOIN LATERAL (
        SELECT candidate.dataset FROM ${table} candidate
         WHERE candidate.instrument_id = wanted.instrument_id AND ${isOfWorld('candidate', 'wanted')} ${condition}
         ORDER BY ${byPreference('candidate', 'wanted')} LIMIT 1
      ) first ON true
  )`;

/** Decimals travel as text inside the JSON, so that none is rounded. */
function periodsOf(table: string, figures: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(figures).map(([name, sql]) => `'${name}', trim_scale((${sql})::numeric)::text`);
  return `${chosenFrom(table, 'AND candidate.frequency = $4')}
    SELECT statement.period_date::text AS "periodDate", statement.fiscal_year AS "fiscalYear",
           statement.fiscal_quarter AS "fiscalQuarter", statement.currency, statement.dataset,
           jsonb_build_object(${pairs.join(', ')}) AS figures
      FROM chosen
      JOIN ${table} statement ON statement.instrument_id = chosen.instrument_id AND statement.dataset = chosen.dataset
       AND statement.frequency = $4
      LEFT JOIN income_statements income
        ON income.instrument_id = statement.instrument_id AND income.dataset = statement.dataset
       AND income.frequency = statement.frequency AND income.period_date = statement.period_date
     ORDER BY statement.period_date DESC
     LIMIT $5`;
}

const ESTIMATES = `${chosenFrom('analyst_estimates', '')}
  SELECT estimate.period, estimate.end_date::text AS "endDate", trim_scale(estimate.revenue_avg)::text AS "revenueAvg",
         trim_scale(estimate.revenue_low)::text AS "revenueLow", trim_scale(estimate.revenue_high)::text AS "revenueHigh",
         trim_scale(estimate.revenue_growth)::text AS "revenueGrowth", trim_scale(estimate.eps_avg)::text AS "epsAvg",
         trim_scale(estimate.eps_low)::text AS "epsLow", trim_scale(estimate.eps_high)::text AS "epsHigh",
         estimate.analyst_count AS "analystCount"
    FROM chosen
    JOIN analyst_estimates estimate ON estimate.instrument_id = chosen.instrument_id AND estimate.dataset = chosen.dataset
   ORDER BY estimate.period`;
