import { americanPutFigures } from '../american-put.js';
import * as own from '../independent-numbers.js';
import { type Json } from './explanation-json.js';

/* Options by the formula, or by a tree where exercise before the end may pay. */

export interface ModelledOption extends own.PlainOption {
  /** A tree of as many steps as are asked for; else the formula. */
  readonly isByTree: boolean;
  readonly isAmerican: boolean;
}

export const optionOf = (body: Json, id: string, volatility: number): ModelledOption => {
  const one = body.inputs.options.find(({ instrument_id }: Json) => instrument_id === id);
  const isAmerican = one.style === 'AMERICAN';
  return {
    ...{ type: one.type, spot: one.spot, strike: one.strike, time: one.time_to_expiry, rate: one.rate, volatility },
    ...{ carry: Math.log1p(one.dividends / one.spot), isAmerican },
    isByTree: isAmerican && (one.type === 'PUT' || one.dividends > 0),
  };
};

export const exercised = ({ type, strike, spot }: own.PlainOption): number =>
  Math.max(0, type === 'CALL' ? spot - strike : strike - spot);

export function byTree({ type, volatility, ...terms }: own.PlainOption, steps: number) {
  if (type !== 'PUT') throw new Error('there is a tree of puts only');
  return americanPutFigures({ ...terms, sigma: volatility }, steps);
}

export const priceOf = (option: ModelledOption, steps: number): number =>
  option.isByTree ? byTree(option, steps).price : own.blackScholes(option).price;

export function greeksOf(option: ModelledOption): ReturnType<typeof own.blackScholes> {
  if (!option.isByTree) return own.blackScholes(option);
  const { price, delta, gamma } = byTree(option, 201);
  const change = (field: 'volatility' | 'rate', by: number): number => {
    const [above, below] = [by, -by].map((one) => byTree({ ...option, [field]: option[field] + one }, 201).price);
    return (above! - below!) / (2 * by) / 100;
  };
  const { rate, carry, spot, volatility } = option;
  const theta = rate * price - (rate - carry) * spot * delta - (volatility ** 2 * spot ** 2 * gamma) / 2;
  return { price, delta, gamma, theta: theta / 365, vega: change('volatility', 4e-3), rho: change('rate', 1e-3) };
}
