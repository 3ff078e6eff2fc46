import { describe, expect, it } from 'vitest';
import type {
  AnalystEstimateView,
  CashFlowView,
  CompanyProfileView,
  FundView,
  IncomeStatementView,
} from '../market-data/providers/provider-view.kernel.js';
import { cashRows, estimateRows, holdingRows, incomeRows, profileRow, sectorRows } from './reference-view.kernel.js';

const HEAD = { instrumentId: 'i', fetchedAt: new Date('2024-12-01T12:00:00Z') };
const profile = (told: Partial<CompanyProfileView>): CompanyProfileView =>
  ({ name: 'A', currency: 'USD', recommendationMean: null, marketCap: null, ...told }) as CompanyProfileView;
const income = (told: Partial<IncomeStatementView>): IncomeStatementView =>
  ({
    ...{
      symbol: 'A',
      periodDate: '2024-09-30',
      period: 'quarter',
      fiscalYear: 2024,
      fiscalQuarter: 3,
      currency: 'USD',
    },
    ...{ basicAverageShares: null, dilutedAverageShares: null, totalRevenue: '10' },
    ...told,
  }) as IncomeStatementView;
const range = (average: string) => ({ average, low: null, high: null, analysts: null });
const estimate = (periodDate: string, period: 'annual' | 'quarter', average: string): AnalystEstimateView => ({
  ...{ symbol: 'A', periodDate, period, currency: 'USD', growth: null },
  ...{ revenue: { ...range('1'), analysts: 7 }, earnings: range(average) },
});

describe('profileRow', () => {
  it('takes what no table may hold for not told', () => {
    const row = profileRow(
      HEAD,
      profile({ marketCap: '-1', recommendationMean: 7, description: 'x'.repeat(5000) }),
      'USD',
    );
    expect(row).toMatchObject({ marketCap: null, recommendationMean: null });
    expect(row.description).toHaveLength(4000);
  });

  it('has the currency of the listing where none is told, and is one kind of fund at most', () => {
    expect(profileRow(HEAD, profile({ currency: 'GBp' }), 'USD').currency).toBe('USD');
    expect(profileRow(HEAD, profile({ currency: 'EUR' }), 'USD').currency).toBe('EUR');
    expect(profileRow(HEAD, profile({ isEtf: true, isFund: true }), 'USD')).toMatchObject({
      isEtf: false,
      isFund: true,
    });
  });
});

describe('rows of statements', () => {
  it('are one a period, and none without a currency', () => {
    const views = [income({}), income({ totalRevenue: '11' }), income({ periodDate: '2024-06-30', currency: null })];
    expect(incomeRows(HEAD, views)).toMatchObject([{ frequency: 'q', fiscalQuarter: 3, totalRevenue: '10' }]);
  });

  it('have no quarter when they are of a year, and whole shares', () => {
    const [row] = incomeRows(HEAD, [income({ period: 'annual', fiscalQuarter: 4, basicAverageShares: '12.6' })]);
    expect(row).toMatchObject({ frequency: 'a', fiscalQuarter: null, basicAverageShares: '13' });
  });

  it('add debt issued and repaid, as far as either is told', () => {
    const told = (debtIssuance: string | null, debtRepayment: string | null) =>
      cashRows(HEAD, [{ ...income({}), debtIssuance, debtRepayment } as unknown as CashFlowView])[0]
        ?.debtIssuanceRepayment;
    expect([told('5', '-8'), told(null, '-8'), told(null, null)]).toEqual(['-3', '-8', null]);
  });
});

describe('estimateRows', () => {
  it('are the two nearest years and quarters that have not ended', () => {
    const views = [
      ...[estimate('2026-09-30', 'annual', '8'), estimate('2024-09-30', 'annual', '6')],
      ...[estimate('2025-09-30', 'annual', '7'), estimate('2024-12-31', 'quarter', '2')],
    ];
    expect(estimateRows(HEAD, views, '2024-12-01').map(({ period, epsAvg }) => [period, epsAvg])).toEqual([
      ['current_quarter', '2'],
      ['current_year', '7'],
      ['next_year', '8'],
    ]);
    expect(estimateRows(HEAD, views, '2024-12-01')[0]).toMatchObject({ endDate: '2024-12-31', analystCount: 7 });
  });
});

describe('rows of a fund', () => {
  const fund = {
    ...{ symbol: 'F', asOf: null },
    holdings: [
      { symbol: 'A', name: 'A', weight: 0.05, shares: '1', marketValue: null },
      { symbol: 'A', name: 'A', weight: 0.02, shares: '2', marketValue: '9' },
      { symbol: null, name: 'Cash', weight: 0.01, shares: null, marketValue: null },
      { symbol: 'B', name: 'B', weight: null, shares: null, marketValue: null },
    ],
    sectorWeights: [
      ...[
        { sector: 'realestate', weight: 0.02 },
        { sector: 'consumer_cyclical', weight: 0.1 },
      ],
      ...[
        { sector: 'Technology', weight: 0.3 },
        { sector: 'Energy', weight: -0.1 },
      ],
    ],
  } satisfies FundView;

  it('are of what has a symbol and a weight, once a symbol', () => {
    expect(holdingRows(HEAD, fund, '2024-11-29')).toMatchObject([
      { holdingSymbol: 'A', weight: '0.07', shares: '3', marketValue: '9', asOfDate: '2024-11-29' },
    ]);
  });

  it('name sectors as profiles do', () => {
    expect(sectorRows(HEAD, { ...fund, asOf: '2024-11-28' }, '2024-11-29', 'SP500')).toMatchObject([
      { sector: 'Real Estate', weight: '0.02', asOfDate: '2024-11-28', benchmarkCode: 'SP500' },
      { sector: 'Consumer Cyclical', weight: '0.1' },
      { sector: 'Technology', weight: '0.3' },
    ]);
  });
});
