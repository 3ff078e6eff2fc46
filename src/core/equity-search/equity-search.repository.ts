import { Injectable } from '@nestjs/common';
import { type CursorKey, cursorPage } from '../../shared/http/cursor.js';
import { ASKED, byPreference } from '../market-data/asked-dataset.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  type EquityFilters,
  type EquityPage,
  FACTORS,
  type FoundEquity,
  isText,
  type SearchPeriod,
  type SearchWish,
  type SortColumn,
} from './equity-search-view.js';

/** Searches the profiles of the world that answers a user. Everything about a symbol is of one dataset. */
interface Found extends Pick<EquityPage, 'total' | 'metricsDate'> {
  readonly items: readonly { readonly key: CursorKey; readonly equity: FoundEquity }[];
}

@Injectable()
export class EquitySearchRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async search(userId: string, simulatedByDefault: boolean, wish: SearchWish): Promise<EquityPage> {
    const [found] = await this.tx.manager.query<Found[]>(searchFor(wish.period, wish.sortBy, wish.descending), [
      userId,
      simulatedByDefault,
      wish.text === null ? null : likePattern(wish.text),
      wish.sectors,
      wish.industries,
      wish.minMarketCap,
      wish.maxMarketCap,
      wish.minPe,
      wish.maxPe,
      wish.limit + 1,
      wish.after ? 0 : wish.offset,
      ...(wish.after ?? [null, null, null]),
    ]);
    if (!found) return { items: [], nextCursor: null, total: 0, metricsDate: null };
    const { items, nextCursor } = cursorPage(found.items, wish.limit, ({ key }) => key);
    return { ...found, items: items.map(({ equity }) => equity), nextCursor };
  }

  async listFilters(userId: string, simulatedByDefault: boolean): Promise<EquityFilters> {
    const [filters] = await this.tx.manager.query<EquityFilters[]>(FILTERS, [userId, simulatedByDefault]);
    return filters ?? { sectors: [], industries: [] };
  }
}

const likePattern = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** One profile a symbol, of the dataset that answers. */
const PROFILES = `
  ${ASKED}, wanted AS (
    SELECT instrument.id AS instrument_id, instrument.symbol, asked.simulated, coalesce(holding.dataset, asked.own) AS own
      FROM instruments instrument
      CROSS JOIN asked
      LEFT JOIN holding ON holding.instrument_id = instrument.id
     WHERE instrument.owner_user_id IS NULL
  ), listed AS (
    SELECT DISTINCT ON (profile.instrument_id) profile.*, wanted.symbol
      FROM company_profiles profile
      JOIN wanted ON wanted.instrument_id = profile.instrument_id AND (profile.dataset = 'simulated') = wanted.simulated
     ORDER BY profile.instrument_id, ${byPreference('profile', 'wanted')}
  )`;

const FILTERS = `
  WITH ${PROFILES}
  SELECT coalesce((SELECT json_agg(DISTINCT sector ORDER BY sector) FROM listed WHERE sector IS NOT NULL), '[]') AS sectors,
         coalesce((SELECT json_agg(DISTINCT industry ORDER BY industry) FROM listed WHERE industry IS NOT NULL), '[]') AS industries`;

const OF_THIS = (row: string): string =>
  `${row}.instrument_id = listed.instrument_id AND ${row}.dataset = listed.dataset`;

/** One row of income and free cash flow: the newest of a frequency, each figure times how many make a year. */
const newest = (frequency: 'q' | 'a', label: string): string => `
  SELECT income.total_revenue AS revenue, income.ebit, income.net_income, ${label} AS label,
         (SELECT flow.operating_cash_flow + flow.capital_expenditures FROM cash_flows flow
           WHERE ${OF_THIS('flow')} AND flow.frequency = '${frequency}' AND flow.period_date = income.period_date) AS fcf
    FROM income_statements income
   WHERE ${OF_THIS('income')} AND income.frequency = '${frequency}'
   ORDER BY income.period_date DESC LIMIT 1`;

/** Four quarters that follow each other, or nothing: fewer are no year. A figure that one of them lacks is unknown. */
const TWELVE_MONTHS = `
  SELECT CASE WHEN count(revenue) = 4 THEN sum(revenue) END AS revenue, CASE WHEN count(ebit) = 4 THEN sum(ebit) END AS ebit,
         CASE WHEN count(net_income) = 4 THEN sum(net_income) END AS net_income, 'TTM' AS label,
         CASE WHEN count(fcf) = 4 THEN sum(fcf) END AS fcf
    FROM (
      SELECT income.total_revenue AS revenue, income.ebit, income.net_income, income.period_date,
             flow.operating_cash_flow + flow.capital_expenditures AS fcf
        FROM income_statements income
        LEFT JOIN cash_flows flow ON ${OF_THIS('flow')} AND flow.frequency = 'q' AND flow.period_date = income.period_date
       WHERE ${OF_THIS('income')} AND income.frequency = 'q'
       ORDER BY income.period_date DESC LIMIT 4
    ) quarter
   HAVING count(*) = 4 AND max(period_date) - min(period_date) BETWEEN 240 AND 300`;

const FORWARD = `
  SELECT estimate.revenue_avg AS revenue, NULL::numeric AS ebit, NULL::numeric AS net_income,
         'FY' || extract(year FROM estimate.end_date) || 'E' AS label, NULL::numeric AS fcf
    FROM analyst_estimates estimate
   WHERE ${OF_THIS('estimate')} AND estimate.period = 'current_year'`;

const PERIODS: Readonly<
  Record<SearchPeriod, { readonly figures: string; readonly pe: string; readonly years: number }>
> = {
  ttm: {
    figures: TWELVE_MONTHS,
    pe: 'coalesce(listed.pe_ratio, listed.market_cap / nullif(greatest(period.net_income, 0), 0))',
    years: 1,
  },
  last_year: {
    figures: newest('a', `'FY' || income.fiscal_year`),
    pe: 'listed.market_cap / nullif(greatest(period.net_income, 0), 0)',
    years: 1,
  },
  // A quarter is a fourth of a year: ratios are of four like it.
  last_quarter: {
    figures: newest('q', `'Q' || income.fiscal_quarter || ' ' || income.fiscal_year`),
    pe: 'listed.market_cap / nullif(4 * greatest(period.net_income, 0), 0)',
    years: 4,
  },
  forward: { figures: FORWARD, pe: 'listed.forward_pe', years: 1 },
};

/** Betas to factors are nowhere yet, so that they order nothing. */
const orderOf = (column: SortColumn): string => {
  if ((FACTORS as readonly string[]).includes(column)) return 'NULL::numeric';
  return isText(column) ? `nullif(lower(${column}), '')` : column;
};

function searchFor(period: SearchPeriod, sortBy: SortColumn, descending: boolean): string {
  const { figures, pe, years } = PERIODS[period];
  const order = `sort_key ${descending ? 'DESC' : 'ASC'} NULLS LAST, symbol COLLATE "C", instrument_id`;
  const last = `nullif($12::text, '')${isText(sortBy) ? '' : '::numeric'}`;
  const behind = `(symbol COLLATE "C", instrument_id) > ($13::text, $14::uuid)`;
  return `
    WITH ${PROFILES}, figures AS (
      SELECT listed.instrument_id, listed.symbol, listed.company_name, listed.sector, listed.industry, listed.fetched_at,
             listed.market_cap, listed.market_cap + sheet.total_debt - sheet.cash_and_cash_equivalents AS enterprise_value,
             listed.market_cap / nullif(${years} * greatest(period.revenue, 0), 0) AS ps_ratio, ${pe} AS pe_ratio,
             period.revenue, period.ebit, period.fcf, period.label
        FROM listed
        LEFT JOIN LATERAL (${figures}) period ON true
        LEFT JOIN LATERAL (
          SELECT total_debt, cash_and_cash_equivalents FROM balance_sheets sheet
           WHERE ${OF_THIS('sheet')} ORDER BY period_date DESC, frequency DESC LIMIT 1
        ) sheet ON true
       WHERE ($3::text IS NULL OR listed.symbol ILIKE $3 || '%' OR listed.company_name ILIKE '%' || $3 || '%')
         AND ($4::text[] IS NULL OR listed.sector = ANY ($4)) AND ($5::text[] IS NULL OR listed.industry = ANY ($5))
         AND ($6::numeric IS NULL OR listed.market_cap >= $6) AND ($7::numeric IS NULL OR listed.market_cap <= $7)
    ), found AS MATERIALIZED (
      SELECT figures.*, ${orderOf(sortBy)} AS sort_key FROM figures
       WHERE ($8::numeric IS NULL OR pe_ratio >= $8) AND ($9::numeric IS NULL OR pe_ratio <= $9)
    ), page AS (
      SELECT row_number() OVER (ORDER BY ${order}) AS place, found.* FROM found
       WHERE $14::uuid IS NULL
          OR CASE WHEN ${last} IS NULL THEN sort_key IS NULL AND ${behind}
                  ELSE sort_key IS NULL OR sort_key ${descending ? '<' : '>'} ${last} OR (sort_key = ${last} AND ${behind}) END
       ORDER BY place LIMIT $10 OFFSET $11
    )
    SELECT (SELECT count(*)::int FROM found) AS total,
           (SELECT (max(fetched_at) AT TIME ZONE 'America/New_York')::date::text FROM found) AS "metricsDate",
           coalesce((SELECT json_agg(json_build_object(
             'key', json_build_array(coalesce(sort_key::text, ''), symbol, instrument_id), 'equity', json_build_object(
             'symbol', symbol, 'companyName', company_name, 'sector', sector, 'industry', industry,
             'marketCap', market_cap::float8, 'enterpriseValue', enterprise_value::float8, 'psRatio', round(ps_ratio, 4)::float8,
             'peRatio', round(pe_ratio, 4)::float8, 'revenue', revenue::float8, 'ebit', ebit::float8, 'fcf', fcf::float8,
             'label', label)) ORDER BY place) FROM page), '[]') AS items`;
}
