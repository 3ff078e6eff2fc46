import * as own from '../independent-numbers.js';
import {
  type Json,
  measure,
  named,
  type Pair,
  type Reproductions,
  rowsOf,
  seriesOf,
  step,
  value,
} from './explanation-json.js';

/* Of what rests on the sessions of a year. */

const { sum } = own;

/** Instrument by instrument, what a sample weighs: an option by its own returns where the sample revalues it. */
function sampledReturns(body: Json, span: 'year' | 'long' | 'revalued'): number[][] {
  const { instrument_ids: ids, bearer_ids: bearers, session_places: places } = step(body, 'risk-sample')[span];
  const revalued = span === 'revalued' ? step(body, 'option-revaluation').returns : {};
  return ids.map((id: string, i: number) => {
    const series = revalued[id] ?? seriesOf(body, bearers[i])!.slice(span === 'long' ? -273 : -252);
    return places.map((t: number) => series[t]);
  });
}

const yearOf = (body: Json): number[] => step(body, 'risk-sample').year.portfolio_returns;

const revaluedOf = (body: Json): number[] => step(body, 'risk-sample').revalued.portfolio_returns;

const longOf = (body: Json): number[] => step(body, 'risk-sample').long.portfolio_returns;

export const SAMPLED_FIGURES: Reproductions = {
  'risk-sample': (body) =>
    (['year', 'long', 'revalued'] as const).flatMap((span) => {
      const { instrument_ids: ids, weights, portfolio_returns: found } = step(body, 'risk-sample')[span];
      const revalued = span === 'revalued' ? step(body, 'option-revaluation').returns : {};
      const series = sampledReturns(body, span);
      const held = ids.map((id: string) => body.inputs.holdings.find((one: Json) => one.instrument_id === id));
      return [
        ...held.map((one: Json, i: number): Pair => [
          'weight',
          one.instrument_id in revalued ? one.weight : one.exposure_weight,
          weights[i],
        ]),
        ...found.map((one: number, t: number): Pair => [span, sum(series.map((r, i) => weights[i] * r[t]!)), one]),
      ];
    }),
  'risk-contribution': (body) => {
    const { instrument_ids: ids, row_of: row, weights, annual_covariance: matrix } = step(body, 'risk-contribution');
    const { weights: tailWeights, portfolio_returns: year } = step(body, 'risk-sample').revalued;
    const byBearer = matrix.map((_: Json, b: number) => sum(weights.filter((__: Json, i: number) => row[i] === b)));
    const against = matrix.map((line: number[]) => sum(line.map((one, b) => one * byBearer[b])));
    const volatility = Math.sqrt(sum(against.map((one: number, b: number) => one * byBearer[b])));
    const worst = [...year].sort((a: number, b: number) => a - b);
    const size = year.length * 0.05;
    const series = sampledReturns(body, 'revalued');
    const rows = rowsOf(body, 'risk-contribution', 'risk_contributions');
    const apart = sum(matrix.map((line: number[], b: number) => Math.abs(byBearer[b]) * Math.sqrt(line[b]!)));
    const without = (i: number): number => {
      const rest = byBearer.map((one: number, b: number) => (b === row[i] ? one - weights[i] : one));
      return Math.sqrt(sum(matrix.map((line: number[], b: number) => rest[b] * sum(line.map((s, c) => s * rest[c])))));
    };
    const ofSession = -own.normalQuantile(0.05) / Math.sqrt(252);
    return [
      ['volatility', volatility, measure(body, 'risk-contribution', 'shrunk_volatility')],
      ['diversification', apart / volatility, measure(body, 'risk-contribution', 'diversification_ratio')],
      ['bets', (apart / volatility) ** 2, measure(body, 'risk-contribution', 'effective_bets')],
      ...ids.flatMap((id: string, i: number): Pair[] => {
        const stored = rows.find(({ of }: Json) => of.instrument_id === id);
        const shortfall = -sum(
          year.map(
            (one: number, t: number) =>
              tailWeights[i] * series[i]![t]! * Math.max(0, Math.min(1, size - worst.indexOf(one))),
          ),
        );
        const part = (weights[i] * against[row[i]]) / volatility;
        return [
          ['part', part, value(stored, 'volatility_contribution')],
          ['marginal', against[row[i]] / volatility, value(stored, 'marginal_volatility')],
          ['VaR', ofSession * part, value(stored, 'component_var_95')],
          ['incremental', ofSession * (volatility - without(i)), value(stored, 'incremental_var_95')],
          ['CVaR', shortfall / size, value(stored, 'component_cvar_95')],
        ];
      }),
    ];
  },
  'value-at-risk': (body) => {
    const year = revaluedOf(body);
    const losses = year.map((one) => -one);
    const daily = measure(body, 'risk-contribution', 'shrunk_volatility') / Math.sqrt(252);
    const centre = own.mean(year);
    const moment = (power: number): number => own.mean(year.map((one) => (one - centre) ** power));
    const [s, k] = [moment(3) / moment(2) ** 1.5, moment(4) / moment(2) ** 2 - 3];
    return [0.95, 0.99].flatMap((c): Pair[] => {
      const [w, name] = [own.normalQuantile(1 - c), String(Math.round(c * 100))];
      const z = w + ((w ** 2 - 1) * s) / 6 + ((w ** 3 - 3 * w) * k) / 24 - ((2 * w ** 3 - 5 * w) * s ** 2) / 36;
      const adjusted = measure(body, 'value-at-risk', `cornish_fisher_var_${name}`);
      // Means of the powers of a normal number below w.
      const d = own.density(w) / (1 - c);
      const [first, second, third] = [-d, 1 - w * d, -(w ** 2 + 2) * d];
      const curved = ((second - 1) * s) / 6 + ((third - 3 * first) * k) / 24 - ((2 * third - 5 * first) * s ** 2) / 36;
      const fallsBy = (tail: number): number => -(centre + own.deviation(year) * tail);
      const fisher: Pair[] = [
        ['fisher', fallsBy(z), adjusted],
        ['fisher tail', fallsBy(first + curved), measure(body, 'value-at-risk', `cornish_fisher_cvar_${name}`)],
      ];
      return [
        ['historical', own.quantile(losses, c), measure(body, 'value-at-risk', `historical_var_${name}`)],
        ['tail', own.tailMean(losses, c), measure(body, 'value-at-risk', `historical_cvar_${name}`)],
        ['normal', -w * daily, measure(body, 'value-at-risk', `parametric_var_${name}`)],
        ['normal tail', (daily * own.density(w)) / (1 - c), measure(body, 'value-at-risk', `parametric_cvar_${name}`)],
        ...fisher,
      ];
    });
  },
  'risk-ratios': (body) => {
    const year = yearOf(body);
    const market = named(body, 'benchmark').slice(-252) as number[];
    const at = (name: string): number => measure(body, 'risk-ratios', name);
    const { worst, current, growth } = own.wealth(year);
    const downside = Math.sqrt(252 * own.mean(year.map((one) => Math.min(one, 0) ** 2)));
    const capture = (sign: number): number => {
      const days = market.flatMap((one, t) => (one * sign > 0 ? [t] : []));
      return own.wealth(days.map((t) => year[t]!)).growth / own.wealth(days.map((t) => market[t]!)).growth;
    };
    return [
      ['sharpe', (own.mean(year) / own.deviation(year)) * Math.sqrt(252), at('sharpe_ratio')],
      ['sortino', (own.mean(year) * 252) / downside, at('sortino_ratio')],
      ['worst', worst, at('max_drawdown')],
      ['current', current, at('current_drawdown')],
      ['calmar', growth / -worst, at('calmar_ratio')],
      [
        'omega',
        sum(year.map((one) => Math.max(0, one))) / -sum(year.map((one) => Math.min(0, one))),
        at('omega_ratio'),
      ],
      ['tail', Math.abs(own.quantile(year, 0.95)) / Math.abs(own.quantile(year, 0.05)), at('tail_ratio')],
      ['up', capture(1), at('upside_capture')],
      ['down', capture(-1), at('downside_capture')],
    ];
  },
  'volatility-forecast': (body) => {
    const [year, long] = [yearOf(body), longOf(body)];
    const at = (name: string): number => measure(body, 'volatility-forecast', name);
    const fading = year.map((_, i) => 0.94 ** (year.length - 1 - i));
    const ewma = sum(year.map((one, i) => fading[i]! * one * one)) / sum(fading);
    const squares = long.map((one) => one * one);
    const root = (end: number, days: number): number => Math.sqrt(own.mean(squares.slice(end - days + 1, end + 1)));
    const ends = Array.from({ length: squares.length - 21 - 21 }, (_, i) => i + 21).filter(
      (end) => end + 21 < squares.length,
    );
    const y = ends.map((end) => root(end + 21, 21));
    const columns = [own.ones(ends.length), ...[1, 5, 22].map((days) => ends.map((end) => root(end, days)))];
    const fit = own.leastSquares(y, columns);
    const rest = y.map((one, i) => one - sum(columns.map((column, k) => fit[k]! * column[i]!)));
    const today = [1, ...[1, 5, 22].map((days) => root(squares.length - 1, days))];
    const har = sum(today.map((one, k) => one * fit[k]!)) ** 2 + sum(rest.map((one) => one * one)) / (y.length - 4);
    const garch: Readonly<Record<'omega' | 'alpha' | 'beta' | 'next_variance', number>> = step(
      body,
      'volatility-forecast',
    ).garch;
    const { omega, alpha, beta, next_variance: next } = garch;
    let [variance, total] = [next, next];
    for (let ahead = 1; ahead < 21; ahead += 1) {
      variance = omega + (alpha + beta) * variance;
      total += variance;
    }
    const months = long.flatMap((_, i) => (i < 20 ? [] : [own.deviation(long.slice(i - 20, i + 1)) * Math.sqrt(252)]));
    const recent = months.slice(-252);
    const trend = own.line(
      months.slice(-63),
      months.slice(-63).map((_, i) => i),
      21,
    );
    return [
      ['realised', own.deviation(year) * Math.sqrt(252), at('realized_volatility_252d')],
      ['ewma', Math.sqrt(ewma * 252), at('ewma_volatility')],
      ['har', Math.sqrt(har * 252), at('expected_volatility_21d')],
      ['garch', Math.sqrt((total / 21) * 252), at('garch_volatility_21d')],
      ['percentile', recent.filter((one) => one <= recent.at(-1)!).length / recent.length, at('volatility_percentile')],
      ['trend', trend.beta / trend.robust, at('volatility_trend')],
    ];
  },
};
