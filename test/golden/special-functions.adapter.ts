import {
  chiSquaredUpperTail,
  fUpperTail,
  normalCdf,
  normalDensity,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
} from '../../src/core/calculations/numeric/distribution.kernel.js';
import { erf, erfc, incompleteBeta, logGamma } from '../../src/core/calculations/numeric/special-functions.kernel.js';

interface Inputs {
  readonly function: string;
  readonly args: readonly (readonly number[])[];
}

const FUNCTIONS: Readonly<Record<string, (...args: [number, number, number]) => number>> = {
  norm_cdf: normalCdf,
  norm_pdf: normalDensity,
  norm_ppf: normalQuantile,
  erf,
  erfc,
  log_gamma: logGamma,
  student_t_cdf: studentTCdf,
  student_t_ppf: studentTQuantile,
  chi2_sf: chiSquaredUpperTail,
  f_sf: fUpperTail,
  beta_inc: (a, b, x) => incompleteBeta(a, b, x),
};

export function specialFunction({ function: name, args }: Inputs): unknown {
  const evaluate = FUNCTIONS[name];
  if (!evaluate) return { status: 'not offered' };
  return { status: 'ok', values: args.map((list) => evaluate(...(list as [number, number, number]))) };
}
