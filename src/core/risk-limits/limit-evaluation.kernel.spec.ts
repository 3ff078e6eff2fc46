import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitDefinition } from './limit-definition.kernel.js';
import {
  evaluateLimit,
  type LimitFigure,
  type PortfolioFigures,
  type TargetFigure,
} from './limit-evaluation.kernel.js';
import { breachMessage } from './limit-wording.kernel.js';

const figures = (given: Partial<PortfolioFigures> = {}): PortfolioFigures => ({
  ...{ asOf: '2024-11-29', measures: new Map(), factors: [], expiries: [], prices: [], targets: [] },
  ...given,
});
const measured = (measure: string, value: number | null, reason: string | null = null): PortfolioFigures =>
  figures({ measures: new Map<string, LimitFigure>([[measure, { value, reason }]]) });
const limit = (
  kind: LimitDefinition['kind'],
  measure: string,
  rest: Partial<LimitDefinition> = {},
): LimitDefinition => ({
  ...{ kind, measure, factor: null, min: null, max: null },
  ...rest,
});
const target = (given: Partial<TargetFigure>): TargetFigure => ({
  ...{ symbol: 'AAPL', side: 'LONG', which: 'eoy', target: '120', price: '100' },
  ...given,
});

describe('evaluateLimit', () => {
  const beta = limit('beta', 'beta_90d', { min: 0.5, max: 1.2 });

  it('finds a bound itself kept, and what lies beyond it breached', () => {
    const statuses = [0.4999, 0.5, 1, 1.2, 1.2001].map(
      (value) => evaluateLimit(beta, measured('beta_90d', value)).status,
    );
    expect(statuses).toEqual(['breached', 'kept', 'kept', 'kept', 'breached']);
  });

  it('says which bound was passed and by what', () => {
    const { breaches } = evaluateLimit(beta, measured('beta_90d', 0.3));
    expect(breaches).toEqual([{ subject: 'portfolio', value: 0.3, threshold: 0.5, bound: 'min' }]);
  });

  it('evaluates nothing of a figure that is null, and gives its reason', () => {
    const outcome = evaluateLimit(beta, measured('beta_90d', null, 'too-few-observations'));
    expect(outcome).toMatchObject({ status: 'not_evaluated', reason: 'too-few-observations', breaches: [] });
    expect(outcome.unknown).toEqual(['portfolio']);
    expect(evaluateLimit(beta, figures())).toMatchObject({ status: 'not_evaluated', reason: 'not-computed-yet' });
  });

  it('takes a drawdown by its size, and a loss for what it is', () => {
    const drawdown = limit('drawdown', 'current_drawdown', { max: 0.1 });
    expect(evaluateLimit(drawdown, measured('current_drawdown', -0.12))).toMatchObject({
      status: 'breached',
      value: 0.12,
    });
    const risk = limit('value_at_risk', 'historical_var_95', { max: 0.03 });
    expect(evaluateLimit(risk, measured('historical_var_95', -0.05)).status).toBe('kept');
  });

  it('finds a tilt on either side, of the factor of its model alone', () => {
    const tilt = limit('factor_tilt', 'style', { factor: 'momentum', max: 0.4 });
    const factors = [
      { model: 'spread', factor: 'Momentum', value: 0, reason: null },
      { model: 'style', factor: 'Momentum', value: -0.5, reason: null },
    ];
    expect(evaluateLimit(tilt, figures({ factors }))).toMatchObject({ status: 'breached', value: 0.5 });
    expect(evaluateLimit({ ...tilt, factor: 'Size' }, figures({ factors })).status).toBe('not_evaluated');
  });

  it('has a breach for each option that expires soon', () => {
    const expiries = [
      { symbol: 'A241206C00100000', expiresOn: '2024-12-06', days: 7 },
      { symbol: 'B241220P00100000', expiresOn: '2024-12-20', days: 21 },
    ];
    const outcome = evaluateLimit(limit('expiry', 'days_to_expiry', { max: 7 }), figures({ expiries }));
    expect(outcome).toMatchObject({ status: 'breached', value: 7 });
    expect(outcome.breaches.map(({ subject }) => subject)).toEqual(['A241206C00100000']);
  });

  it('has a breach for each price that is too old, and knows nothing of what has none', () => {
    const stale = limit('stale_price', 'sessions_old', { max: 2 });
    const prices = [
      { symbol: 'AAA', sessions: 3 },
      { symbol: 'BBB', sessions: 2 },
      { symbol: 'CCC', sessions: null },
    ];
    expect(evaluateLimit(stale, figures({ prices }))).toMatchObject({ status: 'breached', value: 3, unknown: ['CCC'] });
    const none = evaluateLimit(stale, figures({ prices: prices.slice(1) }));
    expect(none).toMatchObject({ status: 'not_evaluated', reason: 'no-price', unknown: ['CCC'] });
    expect(evaluateLimit(stale, figures())).toMatchObject({ status: 'kept', value: null });
  });

  it.each<readonly [Partial<TargetFigure>, boolean]>([
    [{ price: '119.999999' }, false],
    [{ price: '120.000000' }, true],
    [{ price: '130', which: 'downside', target: '90' }, false],
    [{ price: '90', which: 'downside', target: '90' }, true],
    [{ price: '79', side: 'SHORT', target: '80' }, true],
    [{ price: '100', side: 'SHORT', target: '80' }, false],
    [{ price: '110', side: 'SHORT', which: 'downside', target: '110' }, true],
    [{ price: '3', side: 'SP', target: '1' }, false],
    [{ price: '3', side: 'LP', target: '2.5' }, true],
    [{ price: '1', target: '0' }, false],
  ])('finds of the target %j that it is reached: %s', (given, isReached) => {
    const outcome = evaluateLimit(limit('target_hit', 'any'), figures({ targets: [target(given)] }));
    expect(outcome.status).toBe(isReached ? 'breached' : 'kept');
  });

  it('looks at the targets that it is about', () => {
    const targets = [target({ price: '200' }), target({ which: 'next_year', target: '150', price: '200' })];
    const of = (measure: string) =>
      evaluateLimit(limit('target_hit', measure), figures({ targets })).breaches.map(({ subject }) => subject);
    expect(of('any')).toEqual(['AAPL LONG eoy', 'AAPL LONG next_year']);
    expect(of('next_year')).toEqual(['AAPL LONG next_year']);
    expect(of('downside')).toEqual([]);
    const unpriced = figures({ targets: [target({ price: null })] });
    expect(evaluateLimit(limit('target_hit', 'any'), unpriced)).toMatchObject({ status: 'not_evaluated' });
  });

  it('is never stricter for a wider limit', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 5, noNaN: true }), (figure, max, more) => {
        const narrow = evaluateLimit(limit('beta', 'beta_90d', { max }), measured('beta_90d', figure));
        const wide = evaluateLimit(limit('beta', 'beta_90d', { max: max + more }), measured('beta_90d', figure));
        expect(wide.status === 'breached' && narrow.status === 'kept').toBe(false);
      }),
    );
  });
});

describe('breachMessage', () => {
  const of = (one: LimitDefinition, given: PortfolioFigures): string | undefined =>
    evaluateLimit(one, given).breaches.map((breach) => breachMessage(one, breach))[0];

  it.each<readonly [LimitDefinition, PortfolioFigures, string]>([
    [
      limit('beta', 'beta_90d', { max: 1.2 }),
      measured('beta_90d', 1.34),
      'Beta over 90 sessions is 1.34, above the limit of 1.2.',
    ],
    [
      limit('beta', 'beta_252d', { min: 0.5 }),
      measured('beta_252d', 0.1),
      'Beta over 252 sessions is 0.1, below the limit of 0.5.',
    ],
    [
      limit('value_at_risk', 'historical_var_95', { max: 0.03 }),
      measured('historical_var_95', 0.0412),
      'Historical value at risk (95 %, one session) is 4.12 % of net asset value, above the limit of 3 % of net asset value.',
    ],
    [
      limit('concentration', 'hhi', { max: 2500 }),
      measured('hhi', 3600.4),
      'The Herfindahl-Hirschman index is 3600, above the limit of 2500.',
    ],
    [
      limit('expiry', 'days_to_expiry', { max: 7 }),
      figures({ expiries: [{ symbol: 'A241130C00100000', expiresOn: '2024-11-30', days: 1 }] }),
      'A241130C00100000 expires in 1 day, on 2024-11-30: the limit is 7 days.',
    ],
    [
      limit('stale_price', 'sessions_old', { max: 1 }),
      figures({ prices: [{ symbol: 'AAA', sessions: 4 }] }),
      'The price of AAA is 4 sessions old: the limit is 1 session.',
    ],
    [
      limit('target_hit', 'any'),
      figures({ targets: [target({ symbol: 'BRK B', price: '125' })] }),
      'BRK B (LONG) has reached its end-of-year target of 120: its price is 125.',
    ],
  ])('says of %j what it found', (one, given, sentence) => {
    expect(of(one, given)).toBe(sentence);
  });
});
