import { type OptionType } from '../../src/core/calculations/option-pricing/black-scholes.kernel.js';
import { propagateShocks, stressPosition } from '../../src/core/calculations/stress-test/factor-stress.kernel.js';
import { type Scenario, stressOption } from '../../src/core/calculations/stress-test/option-stress.kernel.js';
import { named, statusOfRegression } from './status.js';

interface LinearPosition {
  readonly id: string;
  readonly market_value: number;
  readonly betas: Readonly<Record<string, number | null>>;
  readonly ir_beta?: number | null;
}
interface LinearInputs {
  readonly kind: 'linear' | 'propagated';
  readonly positions: readonly LinearPosition[];
  readonly shocks: Readonly<Record<string, number>>;
  readonly rate_shock_bp: number;
  readonly equity: number;
  readonly factor_names?: readonly string[];
  readonly factor_covariance?: readonly (readonly number[])[];
}
interface OptionPosition {
  readonly id: string;
  readonly type: 'stock' | 'call' | 'put';
  readonly quantity: number;
  readonly multiplier: number;
  readonly spot: number;
  readonly strike: number;
  readonly time_to_expiry: number;
  readonly rate: number;
  readonly dividend_yield: number;
  readonly volatility: number;
}
interface OptionInputs {
  readonly kind: 'options';
  readonly positions: readonly OptionPosition[];
  readonly scenario: Readonly<Record<'spot_return' | 'vol_change' | 'rate_bp' | 'days', number>>;
}

export function stressTestCase(inputs: LinearInputs | OptionInputs): unknown {
  if (inputs.kind === 'options') return options(inputs);
  if (inputs.kind === 'linear') return linear(inputs, inputs.shocks);
  const names = inputs.factor_names!;
  const covariance = inputs.factor_covariance!.map((row) => Float64Array.from(row));
  const full = propagateShocks(covariance, Float64Array.from(names, (name) => inputs.shocks[name] ?? Number.NaN));
  if (!full.ok) return { status: statusOfRegression(full) };
  const shocks = named(names, full.value) as Record<string, number>;
  return { ...linear(inputs, shocks), full_shocks: shocks };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function linear(inputs: LinearInputs, shocks: Readonly<Record<string, number>>): Record<string, unknown> {
  const names = Object.keys(shocks);
  const vector = Float64Array.from(Object.values(shocks));
  const stressed = inputs.positions.map(({ market_value: marketValue, betas, ir_beta }) => {
    const position = {
      ...{ marketValue, rateBeta: ir_beta ?? Number.NaN },
      betas: Float64Array.from(names, (name) => betas[name] ?? Number.NaN),
    };
    return stressPosition(position, vector, inputs.rate_shock_bp);
  });
  const total = sum(stressed.map(({ pnl }) => pnl));
  const floored = sum(stressed.map(({ pnlFloored }) => pnlFloored));
  return {
    status: 'ok',
    positions: stressed.map((each, i) => ({
      ...{ id: inputs.positions[i]!.id, pnl_by_factor: named(names, each.pnlByFactor), rate_pnl: each.ratePnl },
      ...{ pnl: each.pnl, pnl_floored: each.pnlFloored },
      missing_betas: [...each.missing.map((place) => names[place]), ...(each.rateMissing ? ['rates'] : [])],
    })),
    factor_totals: named(
      names,
      names.map((_, i) => sum(stressed.map(({ pnlByFactor }) => pnlByFactor[i]!))),
    ),
    rate_total: sum(stressed.map(({ ratePnl }) => ratePnl)),
    total_pnl: total,
    total_pnl_floored: floored,
    total_return: inputs.equity === 0 ? null : total / inputs.equity,
    total_return_floored: inputs.equity === 0 ? null : floored / inputs.equity,
  };
}

function options({ positions, scenario }: OptionInputs): unknown {
  const moves: Scenario = {
    ...{ spotReturn: scenario.spot_return, volatilityChange: scenario.vol_change },
    ...{ rateBasisPoints: scenario.rate_bp, days: scenario.days },
  };
  const rows = positions.map((position) => {
    const size = position.quantity * position.multiplier;
    const { spot, strike, rate, volatility } = position;
    if (position.type === 'stock') {
      const pnl = size * spot * moves.spotReturn;
      return row(position.id, [size * spot, pnl, pnl, pnl, pnl]);
    }
    const type: OptionType = position.type === 'call' ? 'CALL' : 'PUT';
    const times = { timeToExpiry: position.time_to_expiry, dividendYield: position.dividend_yield };
    const stress = stressOption({ type, spot, strike, rate, volatility, ...times }, moves);
    const figures = [stress.baseValue, stress.full, stress.delta!, stress.deltaGamma!, stress.allGreeks!];
    return row(position.id, figures.map((figure) => size * figure));
  });
  const total = (key: (typeof PNL)[number]): number => sum(rows.map((each) => each[key]));
  return { status: 'ok', positions: rows, total: Object.fromEntries(PNL.map((key) => [key, total(key)])) };
}

const PNL = ['pnl_full', 'pnl_delta', 'pnl_delta_gamma', 'pnl_all_greeks'] as const;

const row = (id: string, figures: readonly number[]): { readonly id: string } & Record<(typeof PNL)[number], number> => ({
  ...{ id, base_value: figures[0]!, pnl_full: figures[1]!, pnl_delta: figures[2]! },
  ...{ pnl_delta_gamma: figures[3]!, pnl_all_greeks: figures[4]! },
});
