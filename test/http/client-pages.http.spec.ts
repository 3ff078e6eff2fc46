import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClientVisits } from '../support/client-visits.js';
import * as shapes from '../support/contract-shapes.js';

/*
 * The pages of the existing web client, one after the other, with the calls that each makes, through a double of its proxy.
 * Field names and types are those of the contract.
 */

const NO_PROVIDER_BETA = 'the simulated market states no betas of a provider';
const NO_FACTORS = 'exposures of the whole universe of symbols are not kept for the search';
const OF_A_SYMBOL = 'the targets of the demo are about a symbol and side, not about one lot of it';
const ONLY_CLOSES = 'the simulated market has closes only';

/** Fields of the contract that are null in every portfolio of the demo, each with its reason. */
const ALWAYS_NULL: Readonly<Record<string, string>> = {
  'GET analytics/portfolio/{id}/beta-comparison.positions[].beta_difference': NO_PROVIDER_BETA,
  'GET analytics/portfolio/{id}/beta-comparison.positions[].market_beta': NO_PROVIDER_BETA,
  'GET data/portfolio/{id}/snapshot.beta_provider_1y': NO_PROVIDER_BETA,
  'GET target-prices/{id}/summary.target_prices[].position_id': OF_A_SYMBOL,
  'GET target-prices/{id}[].position_id': OF_A_SYMBOL,
  'GET data/prices/benchmark/{symbol}.data.high[]': ONLY_CLOSES,
  'GET data/prices/benchmark/{symbol}.data.low[]': ONLY_CLOSES,
  'GET data/prices/benchmark/{symbol}.data.open[]': ONLY_CLOSES,
  'GET data/prices/benchmark/{symbol}.data.volume[]': ONLY_CLOSES,
  'GET equity-search.items[].factor_growth': NO_FACTORS,
  'GET equity-search.items[].factor_low_vol': NO_FACTORS,
  'GET equity-search.items[].factor_momentum': NO_FACTORS,
  'GET equity-search.items[].factor_quality': NO_FACTORS,
  'GET equity-search.items[].factor_size': NO_FACTORS,
  'GET equity-search.items[].factor_value': NO_FACTORS,
};

let client: ClientVisits;
const visit: ClientVisits['visit'] = (...call) => client.visit(...call);
const everyPortfolio: ClientVisits['everyPortfolio'] = (work) => client.everyPortfolio(work);

beforeAll(async () => {
  client = await ClientVisits.start();
}, 600_000);
afterAll(() => client.app.close());

describe('what the pages of the web client show', () => {
  it('/home: returns, exposures and volatility', () =>
    everyPortfolio(async ({ proxy }, id) => {
      await visit(proxy, 'GET', `analytics/portfolio/${id}/overview`, shapes.overview);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/volatility`, shapes.volatility);
      await visit(proxy, 'GET', `target-prices/${id}/summary`, {
        ...{ portfolio_id: 'uuid', portfolio_name: 'str', total_positions: 'int', positions_with_targets: 'int' },
        ...{ coverage_percentage: 'num', weighted_expected_return_eoy: 'num?', target_prices: [shapes.targetPrice] },
      });
      for (const symbol of ['SPY', 'QQQ']) {
        await visit(
          proxy,
          'GET',
          `data/prices/benchmark/${symbol}`,
          {
            ...{ symbol: 'str', available: 'bool' },
            metadata: { lookback_days: 'int', start_date: 'date', end_date: 'date', trading_days_found: 'int' },
            data: { dates: ['str'], open: ['num?'], high: ['num?'], low: ['num?'], close: ['num'], volume: ['int?'] },
          },
          { query: { lookback_days: '400' } },
        );
      }
      await visit(proxy, 'GET', 'data/factors/etf-prices', { metadata: { etf_count: 'int' }, data: 'obj' });
    }));

  it('/command-center: portfolios, holdings, targets and equity of one account', () =>
    everyPortfolio(async ({ proxy }, id) => {
      await visit(proxy, 'GET', 'data/portfolios', [
        {
          ...{
            id: 'uuid',
            name: 'str',
            account_name: 'str',
            account_type: 'str',
            is_active: 'bool',
            net_asset_value: 'num',
          },
          ...{
            total_value: 'num',
            equity_balance: 'num',
            total_market_value: 'num?',
            created_at: 'ts',
            updated_at: 'ts',
          },
          position_count: 'int',
        },
      ]);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/sector-exposure`, shapes.sectorExposure);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/correlation-matrix`, shapes.correlations, {
        query: { lookback_days: '90' },
      });
      await visit(proxy, 'GET', `analytics/portfolio/${id}/positions/factor-exposures`, {
        available: 'bool',
        positions: ['any'],
      });
      await visit(proxy, 'GET', `analytics/portfolio/${id}/factor-exposures`, shapes.factors);
      await visit(proxy, 'GET', `data/portfolio/${id}/snapshot`, {
        ...{
          portfolio_id: 'uuid',
          snapshot_date: 'date?',
          target_price_return_eoy: 'num?',
          target_price_return_next_year: 'num?',
        },
        ...{
          target_price_coverage_pct: 'num?',
          beta_calculated_90d: 'num?',
          beta_provider_1y: 'num?',
          daily_pnl: 'num?',
          daily_return: 'num?',
        },
      });
      await visit(proxy, 'GET', 'data/positions/details', shapes.positionDetails, { query: { portfolio_id: id } });
      await visit(proxy, 'GET', 'data/company-profiles', shapes.companyProfiles, { query: { portfolio_id: id } });
      await visit(proxy, 'GET', `target-prices/${id}`, [shapes.targetPrice]);
      await visit(proxy, 'GET', `portfolios/${id}/equity-changes`, {
        ...{ items: [shapes.equityChange], page: 'int', page_size: 'int', total_items: 'int', total_pages: 'int' },
      });
      await visit(proxy, 'GET', `portfolios/${id}/equity-changes/summary`, {
        ...{
          portfolio_id: 'uuid',
          total_contributions: 'dec',
          total_withdrawals: 'dec',
          net_flow: 'dec',
          periods: 'obj',
        },
      });
      const { text } = await visit(proxy, 'GET', `portfolios/${id}/equity-changes/export`, null, {
        query: { format: 'csv' },
      });
      expect(text.split('\n')[0]).toContain('change_type');
    }));

  it('/command-center: all accounts together', async () => {
    for (const { proxy } of client.visitors) {
      const portfolio = { id: 'uuid', account_name: 'str', account_type: 'str', value: 'num', weight: 'num' } as const;
      await visit(proxy, 'GET', 'analytics/aggregate/overview', {
        ...{
          net_asset_value: 'num',
          total_value: 'num',
          portfolio_count: 'int',
          portfolios: [portfolio],
          aggregate_metrics: 'obj',
        },
      });
      await visit(proxy, 'GET', 'analytics/aggregate/beta', {
        aggregate_beta: 'num?',
        portfolios: [{ portfolio_id: 'uuid', beta: 'num?', contribution: 'num?' }],
      });
      await visit(proxy, 'GET', 'analytics/aggregate/volatility', {
        aggregate_volatility: 'num?',
        volatility: 'num?',
        portfolios: ['any'],
      });
      await visit(proxy, 'GET', 'analytics/aggregate/sector-exposure', {
        available: 'bool',
        'data?': { portfolio_weights: 'obj', benchmark_weights: 'obj' },
      });
      await visit(proxy, 'GET', 'analytics/aggregate/concentration', {
        ...{
          available: 'bool',
          data: {
            hhi: 'num',
            effective_num_positions: 'num',
            top_positions: [{ symbol: 'str', weight: 'num', value: 'num' }],
          },
        },
      });
    }
  });

  it('/risk-metrics: of one account and of all', () =>
    everyPortfolio(async ({ proxy }, id) => {
      await visit(proxy, 'GET', `analytics/portfolio/${id}/spread-factors`, shapes.factors);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/stress-test`, shapes.stressTest);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/beta-comparison`, shapes.betaComparison);
      await visit(proxy, 'GET', `analytics/portfolio/${id}/concentration`, shapes.concentration);
      for (const route of ['factor-exposures', 'correlation-matrix', 'stress-test']) {
        await visit(proxy, 'GET', `analytics/aggregate/${route}`, 'obj', { query: { portfolio_ids: [id] } });
      }
    }));

  it('/equity-search: list and filters', async () => {
    const { proxy } = client.visitors[0]!;
    await visit(proxy, 'GET', 'equity-search', shapes.equitySearch, { query: { limit: '20', sort_by: 'market_cap' } });
    await visit(proxy, 'GET', 'equity-search/filters', {
      sectors: ['str'],
      industries: ['str'],
      market_cap_ranges: [{ label: 'str', min_value: 'num?', max_value: 'num?' }],
    });
  });

  it('has no field that is null in every portfolio of the demo, but for those that are listed with a reason', () => {
    expect(client.seen.alwaysNull).toEqual(Object.keys(ALWAYS_NULL).sort());
  });
});
