import * as own from '../independent-numbers.js';
import {
  complete,
  type Json,
  named,
  type Pair,
  type Reproductions,
  rowsOf,
  seriesOf,
  step,
  value,
} from './explanation-json.js';
import { exercised, greeksOf, optionOf, priceOf } from './option-models.js';

/* Of what is computed once a symbol, whoever holds it. */

const { sum } = own;

function factorColumns(body: Json, model: string): (number | null)[][] {
  return step(body, 'symbol-factors').definitions[model].map(({ long, short }: Json) => {
    const bought = named(body, 'factor', long);
    const sold = short === null ? null : named(body, 'factor', short);
    return bought.map((one, t) => (sold === null ? one : one === null || sold[t] === null ? null : one - sold[t]!));
  });
}

function symbolExposure(body: Json, id: string, model: string, penalty: number | null): number[] {
  const [y, ...factors] = complete(252, seriesOf(body, id)!, ...factorColumns(body, model)) as [
    number[],
    ...number[][],
  ];
  if (penalty === null) return own.leastSquares(y, [own.ones(y.length), ...factors]).slice(1);
  const scales = factors.map((one) => own.deviation(one) * Math.sqrt((one.length - 1) / one.length));
  const design = factors.map((one, k) => {
    const extra = factors.map((_, j) => (j === k ? Math.sqrt(penalty) : 0));
    return [...one.map((v) => (v - own.mean(one)) / scales[k]!), ...extra];
  });
  const target = [...y.map((v) => v - own.mean(y)), ...factors.map(() => 0)];
  return own.leastSquares(target, design).map((v, k) => v / scales[k]!);
}

export const SYMBOL_FIGURES: Reproductions = {
  'market-beta': (body) =>
    rowsOf(body, 'market-beta').flatMap((row): Pair[] => {
      const series = seriesOf(body, row.of.instrument_id);
      if (!series) return [];
      const [y, x] = complete(row.window_sessions, series, named(body, 'benchmark')) as [number[], number[]];
      const { alpha, beta, rSquared, classical } = own.line(y, x);
      return [
        ...[['beta', beta, value(row, 'beta')] as const, ['alpha', alpha, value(row, 'alpha')] as const],
        ['r squared', rSquared, value(row, 'r_squared')],
        ['error', classical, value(row, 'std_error_classical')],
      ];
    }),
  volatility: (body) =>
    rowsOf(body, 'volatility').flatMap((row): Pair[] => {
      const series = seriesOf(body, row.of.instrument_id);
      if (!series) return [];
      const [known] = complete(row.window_sessions, series) as [number[]];
      return [['volatility', own.deviation(known) * Math.sqrt(252), value(row, 'realized_vol')]];
    }),
  'symbol-factors': (body) => [
    ...rowsOf(body, 'symbol-factors', 'symbol_factor_exposures').flatMap((row): Pair[] => {
      const { instrument_id: id, model } = row.of;
      if (!seriesOf(body, id)) return [];
      const found = symbolExposure(body, id, model, model === 'style' ? value(row, 'penalty') : null);
      return found.map((one, k): Pair => [`${model} ${String(k)}`, one, value(row, 'exposures')[k]]);
    }),
    ...rowsOf(body, 'symbol-factors', 'factor_correlations').flatMap((row): Pair[] => {
      const funds: string[] = value(row, 'funds');
      const columns = complete(252, ...funds.map((fund) => named(body, 'factor', fund)));
      return columns.flatMap((a, i) =>
        columns.map((b, j): Pair => [
          'covariance',
          own.covariance(a, b),
          value(row, 'covariance')[i * funds.length + j],
        ]),
      );
    }),
  ],
  'option-greeks': (body) =>
    rowsOf(body, 'option-greeks').flatMap((row): Pair[] => {
      const option = optionOf(body, row.of.instrument_id, value(row, 'implied_volatility'));
      const found = greeksOf(option);
      return [
        ['price', found.price, value(row, 'price')],
        ['delta', found.delta, value(row, 'delta')],
        ['gamma', found.gamma, value(row, 'gamma')],
        ['vega', found.vega, value(row, 'vega_per_point')],
        ['theta', found.theta, value(row, 'theta_per_day')],
        ['rho', found.rho, value(row, 'rho_per_point')],
      ];
    }),
  'option-revaluation': (body) =>
    Object.entries<number[]>(step(body, 'option-revaluation').returns).flatMap(([id, found]): Pair[] => {
      const greeks = rowsOf(body, 'option-greeks').find(({ of }: Json) => of.instrument_id === id);
      const option = optionOf(body, id, value(greeks, 'implied_volatility'));
      const { bearer_id: bearer } = body.inputs.holdings.find(({ instrument_id }: Json) => instrument_id === id);
      const [formula, price] = [own.blackScholes(option), value(greeks, 'price')];
      const premium = price - formula.price;
      const slope = value(greeks, 'delta') - formula.delta;
      const moves = seriesOf(body, bearer)!.slice(-252) as number[];
      return moves.map((moved, t): Pair => {
        const after = { ...option, spot: option.spot * (1 + moved) };
        const early = Math.max(Math.min(0, premium), premium + slope * option.spot * moved);
        const held = own.blackScholes(after).price + (option.isAmerican ? early : premium);
        return [id, Math.max(held, option.isAmerican ? exercised(after) : 0) / price - 1, found[t]!];
      });
    }),
  'scenario-shocks': (body) => {
    const { joint_covariance: joint, scenarios } = step(body, 'scenario-shocks');
    const shifts = scenarios.flatMap(({ id, direct, full }: Json): Pair[] => {
      const given = direct.flatMap((shock: number, k: number) => (shock === 0 ? [] : [k]));
      const solution = own.solve(
        given.map((i: number) => given.map((j: number) => joint[i][j])),
        given.map((k: number) => direct[k]),
      );
      return full.map((shock: number, k: number): Pair => {
        const follows = sum(given.map((j: number, at: number) => joint[k][j] * solution[at]!));
        return [`${id} ${String(k)}`, given.includes(k) ? direct[k] : follows, shock];
      });
    });
    const terms = rowsOf(body, 'scenario-shocks').map((row): Pair => {
      const price = priceOf(optionOf(body, row.of.instrument_id, value(row, 'volatility')), 201);
      return ['price', price, value(row, 'price')];
    });
    return [...shifts, ...terms];
  },
};
