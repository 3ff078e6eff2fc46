import * as own from '../independent-numbers.js';
import {
  complete,
  exposuresOf,
  type Json,
  measure,
  named,
  type Pair,
  type Reproductions,
  rowsOf,
  snapshotOf,
  seriesOf,
  step,
  value,
} from './explanation-json.js';
import { optionOf, priceOf } from './option-models.js';

/* Of what follows from the holdings and figures of their symbols. */

const { sum } = own;

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

interface Moves {
  readonly full: readonly number[];
  readonly rates_bp: number;
  readonly volatility_factor: number;
  readonly volatility_change: number;
}

function stressed(body: Json, holding: Json, scenario: Moves): number {
  const { instrument_id: id, market_value: worth, shares } = holding;
  const moved = (of: string): number =>
    Math.max(-1, sum(exposuresOf(body, of, 'joint')!.map((b, k) => b * scenario.full[k]!)));
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

export const HOLDING_FIGURES: Reproductions = {
  valuation: (body) => {
    const { holdings } = body.inputs;
    const [cash, before, flow]: [number, number, number] = [
      body.inputs.cash,
      body.inputs.previous_net_asset_value,
      body.inputs.daily_flow,
    ];
    const row = snapshotOf(body, 'valuation');
    const values = holdings.map(({ market_value }: Json) => market_value);
    const worth = cash + sum(values);
    return [
      ['net asset value', worth, value(row, 'net_asset_value')],
      ['gross', sum(values.map(Math.abs)), value(row, 'gross_exposure')],
      ['P&L', worth - before - flow, value(row, 'daily_pnl')],
      ['return', (worth - before - flow) / (before + flow), value(row, 'daily_return')],
    ];
  },
  concentration: (body) => {
    const nets = new Map<string, number>();
    for (const { bearer_id, exposure } of body.inputs.holdings as { bearer_id: string; exposure: number }[])
      nets.set(bearer_id, (nets.get(bearer_id) ?? 0) + exposure);
    const sizes = [...nets.values()].map(Math.abs).sort((a, b) => b - a);
    const weights = sizes.map((size) => size / sum(sizes));
    const squares = sum(weights.map((one) => one * one));
    const row = snapshotOf(body, 'concentration');
    return [
      ['hhi', 10_000 * squares, value(row, 'hhi')],
      ['effective', 1 / squares, value(row, 'effective_num_positions')],
      ['top 3', sum(weights.slice(0, 3)), value(row, 'top_3_concentration')],
      ['top 10', sum(weights.slice(0, 10)), value(row, 'top_10_concentration')],
    ];
  },
  'portfolio-risk': (body) => {
    const row = snapshotOf(body, 'portfolio-risk');
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
