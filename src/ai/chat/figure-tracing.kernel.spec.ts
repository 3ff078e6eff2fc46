import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceFigures, type Evidence } from './figure-tracing.kernel.js';
import { formatMoney, formatMultiple, formatNumber, formatPercent, formatQuantity } from './format.kernel.js';

const result = (data: unknown, resultId = 'r1'): Evidence['results'][number] => ({
  resultId,
  toolName: 'some_tool',
  asOf: '2025-11-21',
  data,
});
const evidence = (data: unknown): Evidence => ({ results: [result(data)], passages: [] });
const path = (answer: string, data: unknown): string | null => {
  const [figure] = traceFigures(answer, evidence(data));
  return figure?.source && 'path' in figure.source ? figure.source.path : null;
};

describe('traceFigures', () => {
  it('names the result, the tool and the path', () => {
    expect(traceFigures('The HHI is 2,513.', evidence({ hhi: 2512.6 }))).toEqual([
      {
        text: '2,513',
        kind: 'number',
        value: 2513,
        start: 11,
        end: 16,
        traced: true,
        source: { resultId: 'r1', toolName: 'some_tool', path: 'hhi' },
      },
    ]);
  });

  it('marks a figure that is in no result', () => {
    const figures = traceFigures('The HHI is 2,514.', evidence({ hhi: 2512.6 }));
    expect(figures).toMatchObject([{ traced: false, source: null }]);
  });

  it.each([
    ['45.2%', 0.45231],
    ['45%', 0.45231],
    ['4,523 bps', 0.45231],
    ['$1.2M', 1_234_567],
    ['$1,235k', 1_234_567],
    ['$1,234,567', 1_234_567.31],
    ['about $1,200,000', 1_234_567],
    ['0.0%', -0.0003],
    ['(12.5)', -12.5],
    ['1,234.5', '1234.50000000'],
  ])('takes %s for %s', (written, leaf) => {
    expect(path(`The x comes to ${written} in all.`, { x: leaf })).toBe('x');
  });

  it.each([
    ['45.2', 0.452],
    ['45.3%', 0.4523],
    ['$1.3M', 1_234_567],
    ['-12.5', 12.5],
    ['+12.5', -12.5],
    ['12.5', -12.5],
    ['1.234,5', 1234.5],
    ['about 1,000', 1100],
  ])('does not take %s for %s', (written, leaf) => {
    expect(path(`The x comes to ${written} in all.`, { x: leaf })).toBeNull();
  });

  it('takes the sign from the words of the sentence', () => {
    expect(path('It was a loss of $1,234.', { daily_pnl: -1234 })).toBe('daily_pnl');
    expect(path('It was $1,234. The loss was small.', { daily_pnl: -1234 })).toBeNull();
  });

  it('prefers the leaf whose name stands near the number', () => {
    const data = {
      long_exposure: 100,
      net_asset_value: 100,
      net_exposure: 100,
      short: [{ symbol: 'SPY', share: 100 }],
    };
    expect(path('Net exposure is $100 of the rest.', data)).toBe('net_exposure');
    expect(path('Your net asset value is $100.', data)).toBe('net_asset_value');
    expect(path('The share of SPY is 100.', data)).toBe('short[0].share');
  });

  it('prefers the smaller rounding error, then the earlier result', () => {
    expect(path('The drift is 45%.', { drift: 0.452, 'drift ': 0.4501 })).toBe('drift ');
    const twice = { results: [result({ drift: 1 }, 'first'), result({ drift: 1 }, 'second')], passages: [] };
    expect(traceFigures('The drift is 1.', twice)[0]?.source).toMatchObject({ resultId: 'first' });
  });

  const holdings = {
    net_asset_value: 1_000_000,
    daily_return: -0.012,
    position_count: 7,
    holdings: [
      {
        symbol: 'AAPL',
        name: 'Apple Inc.',
        lots: 3,
        quantity: 40,
        price: 271.49,
        market_value: 10_859.6,
        weight: 0.0109,
      },
      {
        symbol: 'MSFT',
        name: 'Microsoft Corporation',
        lots: 2,
        quantity: 12,
        price: 472.12,
        market_value: 5665.44,
        weight: 0.0057,
      },
    ],
  };
  const AAPL = 'holdings[0]';

  it.each([
    ['AAPL is worth $10,860.', `${AAPL}.market_value`],
    ['Apple is worth $10.9k.', `${AAPL}.market_value`],
    ['AAPL is 1.1% of the portfolio.', `${AAPL}.weight`],
    ['AAPL is your largest holding. It is worth $10,860 at a price of $271.49.', `${AAPL}.market_value`],
    ['You hold 40 shares of AAPL.', `${AAPL}.quantity`],
    ['You hold AAPL in 3 lots.', `${AAPL}.lots`],
    ['| Symbol | Weight |\n| AAPL | 1.1% |', `${AAPL}.weight`],
    ['Your largest position has a weight of 1.1%.', `${AAPL}.weight`],
    ['You have 7 positions.', 'position_count'],
    ['Positions: 7', 'position_count'],
    ['You were down 1.2% on the day.', 'daily_return'],
    ['AAPL is 1.1% of a portfolio of $1.0M.', `${AAPL}.weight`],
    ['It comes to 1,000,000 USD.', null],
  ])('compares kind, subject and value: %s', (answer, expected) => {
    expect(path(answer, holdings)).toBe(expected);
  });

  it.each([
    ['money of another holding', 'MSFT is worth $10,860.'],
    ['per cent for a price', 'AAPL has a weight of 271.49%.'],
    ['money for a number of shares', 'AAPL is worth $40.'],
    ['a ratio for money', 'The net asset value is 1,000,000%.'],
    ['a number of shares for a number of lots', 'You hold AAPL in 40 lots.'],
    ['a number of lots for a number of shares', 'You hold 3 shares of AAPL.'],
    ['a field that is not called', 'The Sharpe ratio is 3.'],
    ['the weight of a holding without its name', 'Technology is 1.1% of the whole.'],
    ['a day of the portfolio for one of a holding', 'AAPL was down 1.2% on the day.'],
    ['the next digit', 'AAPL has a weight of 1.10%.'],
    ['a round number from the wrong side', 'AAPL is worth more than $11,000.'],
  ])('does not take %s', (_, answer) => {
    expect(traceFigures(answer, evidence(holdings))).toMatchObject([{ traced: false }]);
  });

  it('reads a sentence without an end in time that does not explode', () => {
    const started = performance.now();
    traceFigures(`${'AAPL holds and holds '.repeat(2000)} 3 lots and 40 shares`, evidence(holdings));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('takes the unit that a tool states before the name of the field', () => {
    const given = (units: Record<string, string>): Evidence => ({
      results: [{ ...result({ drift: 0.12 }), units }],
      passages: [],
    });
    expect(traceFigures('The drift is $0.12.', given({ drift: 'ratio' }))).toMatchObject([{ traced: false }]);
    expect(traceFigures('The drift is 12%.', given({ drift: 'ratio' }))).toMatchObject([{ traced: true }]);
    expect(traceFigures('The drift is $0.12.', given({ drift: 'USD' }))).toMatchObject([{ traced: true }]);
  });

  it('traces dates to the session of a result, to its data, or to what the model was told', () => {
    const data = { price_date: '2025-11-20' };
    const dates = 'As of 2025-11-21, priced 20 November 2025, today is 2025-11-24, due 2026-01-01.';
    expect(
      traceFigures(dates, { ...evidence(data), knownDates: ['2025-11-24'] }).map(({ value, traced, source }) => [
        value,
        traced,
        source && 'path' in source ? source.path : null,
      ]),
    ).toEqual([
      ['2025-11-21', true, 'as_of'],
      ['2025-11-20', true, 'price_date'],
      ['2025-11-24', true, null],
      ['2026-01-01', false, null],
    ]);
  });

  it('traces a threshold to the passage that is cited', () => {
    const passages = [{ citation: 2, text: 'Above 2,500 a portfolio is concentrated; weights are cut at 30%.' }];
    const [threshold, percent] = traceFigures('More than 2500 is concentrated [1, 2], and so is 30.', {
      results: [],
      passages,
    });
    expect(threshold).toMatchObject({ traced: true, source: { citation: 2 } });
    expect(percent).toMatchObject({ traced: false });
  });

  it('prefers a leaf that is named to a passage, and a passage cited beside it to a leaf that is not', () => {
    const given = { ...evidence({ hhi: 2500, count: 2500 }), passages: [{ citation: 1, text: 'The limit is 2,500.' }] };
    expect(traceFigures('Your HHI is 2,500.', given)[0]?.source).toMatchObject({ path: 'hhi' });
    expect(traceFigures('The limit is 2,500 [1].', given)[0]?.source).toEqual({ citation: 1 });
  });

  it('traces back whatever the formatter writes', () => {
    const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    const written = fc.oneof(
      fc.tuple(number, fc.constantFrom('USD', 'EUR', 'CHF')).map(([x, code]) => [x, formatMoney(x, code)] as const),
      fc.tuple(number, fc.nat(4)).map(([x, digits]) => [x, formatNumber(x, digits)] as const),
      fc
        .tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.nat(3))
        .map(([x, d]) => [x, formatPercent(x, d)] as const),
      number.map((x) => [x, formatMultiple(x)] as const),
      number.map((x) => [x, formatQuantity(x)] as const),
    );
    fc.assert(
      fc.property(written, fc.constantFrom('', ' of NAV', '.', ' [1].', ')'), ([x, text], tail) => {
        const figures = traceFigures(
          `The figure is ${text}${tail}`,
          evidence({ rows: [{ figure: x }, { other: 'a' }] }),
        );
        expect(figures).toHaveLength(1);
        expect(figures[0]).toMatchObject({ text, traced: true, source: { path: 'rows[0].figure' } });
      }),
      { numRuns: 500 },
    );
  });

  it('never traces a number that lies further from every leaf than its last digit', () => {
    const leaf = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(leaf, fc.integer({ min: 1, max: 1000 }), (x, distance) => {
        expect(traceFigures(`It is ${formatNumber(x + distance, 0)}.`, evidence([x]))).toMatchObject([
          { traced: false },
        ]);
      }),
    );
  });
});
