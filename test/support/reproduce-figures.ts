import { americanPutFigures } from './american-put.js';
import * as own from './independent-numbers.js';

/*
 * The figures of each calculation from the JSON of an explanation alone. Nothing of `src` is imported: what cannot be
 * computed from the answer makes a test fail.
 */

/* eslint-disable max-lines, @typescript-eslint/no-explicit-any, @typescript-eslint/restrict-plus-operands -- JSON as it came over the wire, and one formula a calculation */
type Json = any;

/** What was computed here, and the figure that it stands for. */
export type Pair = readonly [what: string, own: number, stored: number];

const { sum } = own;
const rowsOf = (body: Json, calculation: string, table?: string): Json[] =>
  body.figures.filter((one: Json) => one.calculation === calculation && (table === undefined || one.table === table));
const value = (row: Json, name: string): Json => row?.values.find((one: Json) => one.name === name)?.stored;
const measure = (body: Json, calculation: string, name: string, window?: number): number =>
  value(
    rowsOf(body, calculation).find(
      ({ of, window_sessions }: Json) => of.measure === name && (window === undefined || window === window_sessions),
    ),
    'value',
  );
const step = (body: Json, calculation: string): Json =>
  body.calculations.find(({ name }: Json) => name === calculation).steps;
const seriesOf = (body: Json, id: string): (number | null)[] | null =>
  body.inputs.series.find((one: Json) => one.instrument_id === id)?.returns ?? null;
const named = (body: Json, role: string, symbol?: string): (number | null)[] =>
  body.inputs.series.find((one: Json) => one.role === role && (symbol === undefined || one.symbol === symbol)).returns;
/** Rows of the last sessions that miss nothing. */
function complete(window: number, ...columns: (number | null)[][]): number[][] {
  const recent = columns.map((column) => column.slice(-window));
  const kept = recent[0]!.map((_, t) => t).filter((t) => recent.every((column) => column[t] !== null));
  return recent.map((column) => kept.map((t) => column[t]!));
}

/** Of the holdings by what they are exposed to: weighted returns of the last sessions. */
function exposedReturns(body: Json, window: number): number[] {
  const total = Array.from({ length: window }, () => 0);
  for (const { bearer_id, exposure_weight } of body.inputs.holdings) {
    const recent = seriesOf(body, bearer_id)?.slice(-window);
    if (!recent || recent.length < window || recent.includes(null)) continue;
    recent.forEach((one, t) => (total[t]! += exposure_weight * one!));
  }
  return total;
}

/** Exposures of a symbol by model. */
const exposuresOf = (body: Json, id: string, model: string): number[] | null =>
  value(
    rowsOf(body, 'symbol-factors', 'symbol_factor_exposures').find(
      ({ of }: Json) => of.instrument_id === id && of.model === model,
    ),
    'exposures',
  );

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

interface ModelledOption extends own.PlainOption {
  /** A tree of as many steps as are asked for; else the formula. */
  readonly isByTree: boolean;
  readonly isAmerican: boolean;
}
const optionOf = (body: Json, id: string, volatility: number): ModelledOption => {
  const one = body.inputs.options.find(({ instrument_id }: Json) => instrument_id === id);
  const isAmerican = one.style === 'AMERICAN';
  return {
    ...{ type: one.type, spot: one.spot, strike: one.strike, time: one.time_to_expiry, rate: one.rate, volatility },
    ...{ carry: Math.log1p(one.dividends / one.spot), isAmerican },
    isByTree: isAmerican && (one.type === 'PUT' || one.dividends > 0),
  };
};
const exercised = ({ type, strike, spot }: own.PlainOption): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);

function byTree({ type, volatility, ...terms }: own.PlainOption, steps: number) {
  if (type !== 'PUT') throw new Error('there is a tree of puts only');
  return americanPutFigures({ ...terms, sigma: volatility }, steps);
}
const priceOf = (option: ModelledOption, steps: number): number =>
  option.isByTree ? byTree(option, steps).price : own.blackScholes(option).price;

function greeksOf(option: ModelledOption): ReturnType<typeof own.blackScholes> {
  if (!option.isByTree) return own.blackScholes(option);
  const { price, delta, gamma } = byTree(option, 201);
  const change = (field: 'volatility' | 'rate', by: number): number => {
    const [above, below] = [by, -by].map((one) => byTree({ ...option, [field]: option[field] + one }, 201).price);
    return (above! - below!) / (2 * by) / 100;
  };
  const { rate, carry, spot, volatility } = option;
  const theta = rate * price - (rate - carry) * spot * delta - (volatility ** 2 * spot ** 2 * gamma) / 2;
  return { price, delta, gamma, theta: theta / 365, vega: change('volatility', 1e-3), rho: change('rate', 1e-4) };
}

function stressed(body: Json, holding: Json, scenario: Json): number {
  const { instrument_id: id, market_value: worth, shares } = holding;
  const moved = (of: string): number =>
    Math.max(-1, sum(exposuresOf(body, of, 'joint')!.map((b, k) => b * scenario.full[k])));
  if (shares === null) return exposuresOf(body, id, 'joint') === null ? 0 : worth * moved(id);
  const terms = rowsOf(body, 'scenario-shocks').find(({ of }: Json) => of.instrument_id === id);
  const before = optionOf(body, id, value(terms, 'volatility'));
  const after = {
    ...{
      ...before,
      spot: before.spot * (1 + moved(holding.bearer_id)),
      rate: before.rate + scenario.rates_bp / 10_000,
    },
    volatility: before.volatility * scenario.volatility_factor + scenario.volatility_change,
  };
  const gain = shares * (priceOf(after, 101) - priceOf(before, 101));
  return shares < 0 ? Math.min(gain, -worth) : Math.max(gain, -worth);
}

export const REPRODUCTIONS: Readonly<Record<string, (body: Json) => Pair[]>> = {
  valuation: (body) => {
    const { cash, holdings, previous_net_asset_value: before, daily_flow: flow } = body.inputs;
    const [row] = rowsOf(body, 'valuation');
    const values = holdings.map(({ market_value }: Json) => market_value);
    const worth = cash + sum(values);
    return [
      ['net asset value', worth, value(row, 'net_asset_value')],
      ['gross', sum(values.map(Math.abs)), value(row, 'gross_exposure')],
      ['P&L', worth - before - flow, value(row, 'daily_pnl')],
      ['return', (worth - before - flow) / (before + flow), value(row, 'daily_return')],
    ];
  },
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
  concentration: (body) => {
    const nets = new Map<string, number>();
    for (const { bearer_id, exposure } of body.inputs.holdings)
      nets.set(bearer_id, (nets.get(bearer_id) ?? 0) + exposure);
    const sizes = [...nets.values()].map(Math.abs).sort((a, b) => b - a);
    const weights = sizes.map((size) => size / sum(sizes));
    const squares = sum(weights.map((one) => one * one));
    const [row] = rowsOf(body, 'concentration');
    return [
      ['hhi', 10_000 * squares, value(row, 'hhi')],
      ['effective', 1 / squares, value(row, 'effective_num_positions')],
      ['top 3', sum(weights.slice(0, 3)), value(row, 'top_3_concentration')],
      ['top 10', sum(weights.slice(0, 10)), value(row, 'top_10_concentration')],
    ];
  },
  'portfolio-risk': (body) => {
    const [row] = rowsOf(body, 'portfolio-risk');
    const market = named(body, 'benchmark');
    const volatility = (window: number): number => own.deviation(exposedReturns(body, window)) * Math.sqrt(252);
    const beta = (window: number): number =>
      sum(
        body.inputs.holdings.map(({ bearer_id, exposure_weight }: Json) => {
          const [y, x] = complete(window, seriesOf(body, bearer_id)!, market) as [number[], number[]];
          return exposure_weight * own.line(y, x).beta;
        }),
      );
    return [
      ['21', volatility(21), value(row, 'realized_volatility_21d')],
      ['63', volatility(63), value(row, 'realized_volatility_63d')],
      ['90', beta(90), value(row, 'beta_calculated_90d')],
      ['252', beta(252), value(row, 'beta_calculated_252d')],
      [
        'r squared',
        own.line(exposedReturns(body, 90), market.slice(-90) as number[]).rSquared,
        value(row, 'beta_calculated_90d_r_squared'),
      ],
    ];
  },
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
    const { omega, alpha, beta, next_variance: next } = step(body, 'volatility-forecast').garch;
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
  'shrunk-beta': (body) =>
    [90, 252].map((window): Pair => {
      const total = sum(
        body.inputs.holdings.map(({ bearer_id, exposure_weight }: Json) => {
          const series = seriesOf(body, bearer_id)!;
          const [y, x] = complete(window, series, named(body, 'benchmark')) as [number[], number[]];
          const { beta, classical } = own.line(y, x);
          return exposure_weight * (1 + (0.25 / (0.25 + classical ** 2)) * (beta - 1));
        }),
      );
      return [String(window), total, measure(body, 'shrunk-beta', 'vasicek_beta', window)];
    }),
  correlation: (body) => {
    const [row] = rowsOf(body, 'correlation', 'correlation_calculations');
    const ids: string[] = value(row, 'instrument_ids');
    const series = ids.map((id) => seriesOf(body, id)!);
    const worth = ids.map((id) =>
      sum(body.inputs.holdings.map(({ bearer_id, exposure }: Json) => (bearer_id === id ? exposure : 0))),
    );
    const pairs = ids.flatMap((_, i) => ids.slice(i + 1).map((__, k) => [i, i + 1 + k] as const));
    const found = pairs.map(([i, j]) => own.pearson(...(complete(90, series[i]!, series[j]!) as [number[], number[]])));
    const products = pairs.map(([i, j]) => worth[i]! * worth[j]!);
    return [
      ...found.map((one, k): Pair => ['pair', one, value(row, 'correlations')[k]]),
      [
        'average',
        sum(found.map((one, k) => one * products[k]!)) / sum(products.map(Math.abs)),
        value(row, 'average_correlation'),
      ],
    ];
  },
  'portfolio-factors': (body) =>
    rowsOf(body, 'portfolio-factors').map((row): Pair => {
      const { model, factor } = row.of;
      const place = step(body, 'symbol-factors').definitions[model].findIndex(({ name }: Json) => name === factor);
      const total = sum(
        body.inputs.holdings.map(
          ({ bearer_id, exposure_weight }: Json) => exposure_weight * exposuresOf(body, bearer_id, model)![place]!,
        ),
      );
      return [`${model} ${factor}`, total, value(row, 'exposure')];
    }),
  'option-exposure': (body) => {
    const [row] = rowsOf(body, 'option-exposure');
    const exposures = body.inputs.holdings.map(({ instrument_id, market_value, shares }: Json) => {
      if (shares === null) return market_value;
      const greeks = rowsOf(body, 'option-greeks').find(({ of }: Json) => of.instrument_id === instrument_id);
      return (market_value / value(greeks, 'price')) * value(greeks, 'delta') * value(greeks, 'spot');
    });
    const gammas = rowsOf(body, 'option-greeks').map((greeks) => {
      const { market_value: worth } = body.inputs.holdings.find(
        ({ instrument_id }: Json) => instrument_id === greeks.of.instrument_id,
      );
      return ((worth / value(greeks, 'price')) * value(greeks, 'gamma') * value(greeks, 'spot') ** 2) / 100;
    });
    return [
      ['long', sum(exposures.map((one: number) => Math.max(0, one))), value(row, 'long_exposure')],
      ['short', sum(exposures.map((one: number) => Math.min(0, one))), value(row, 'short_exposure')],
      ['net', sum(exposures), value(row, 'net_exposure')],
      ['gamma', sum(gammas), value(row, 'gamma_exposure')],
    ];
  },
  'stress-test': (body) =>
    rowsOf(body, 'stress-test').flatMap((row): Pair[] => {
      const scenario = step(body, 'scenario-shocks').scenarios.find(({ id }: Json) => id === row.of.scenario_id);
      const impact = sum(body.inputs.holdings.map((holding: Json) => stressed(body, holding, scenario)));
      return [
        [row.of.scenario_id, impact, value(row, 'dollar_impact')],
        ['percent', (impact / body.inputs.net_asset_value) * 100, value(row, 'percentage_impact')],
      ];
    }),
};
