// The nightly mathematics of symbols on one core: market beta with Newey-West errors, six styles beside the market by ridge,
// four spreads beside the market with Newey-West errors, realised volatility over three windows and its forecast (HAR).
// Beside it, where BENCH_PYTHON (python3) has them, numpy, statsmodels and scikit-learn on the same returns, and how far
// their figures are from ours.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACTOR_FUNDS } from '../dist/core/market-data/factor-funds.kernel.js';
import { factorReturns } from '../dist/core/calculations/factor-exposure/factor-models.kernel.js';
import { FactorDesign } from '../dist/core/calculations/factor-regression/factor-design.kernel.js';
import { factorErrors } from '../dist/core/calculations/factor-regression/factor-regression.kernel.js';
import { marketBeta } from '../dist/core/calculations/market-beta/market-beta.kernel.js';
import { defaultHacLags } from '../dist/core/calculations/numeric/ols.kernel.js';
import { observationsNeeded } from '../dist/core/calculations/numeric/window.kernel.js';
import { harForecast } from '../dist/core/calculations/realized-variance-forecast/har.kernel.js';
import { RIDGE_PENALTIES } from '../dist/core/calculations/symbol-factors/symbol-factors.calculation.js';
import { realizedVolatility } from '../dist/core/calculations/volatility/realized-volatility.kernel.js';
import { fixed, median, root, table } from './support.mjs';

const [SYMBOLS = 1_250, SESSIONS = 252, ROUNDS = 5] = process.argv.slice(2).map(Number);
const MINIMUM = observationsNeeded(SESSIONS);
const FOLDS = 5;
const WINDOWS = [21, 63, 252];
const HAR = { lags: [1, 5, 22], horizon: 21, form: 'sqrt', hacLags: 20, minObservations: 100 };

const { funds, symbols } = madeUpReturns();
const { figures, seconds } = ours();
const [first, ...further] = seconds;
const rows = [{ program: 'SigmaSight, one thread, first time', s: fixed(first) }];
rows.push({ program: `SigmaSight, median of ${further.length} further`, s: fixed(median(further)) });
const theirs = baseline();
if (theirs) rows.push({ program: theirs.versions, s: fixed(theirs.seconds) });
console.log(table(rows));
console.log(`\n${SYMBOLS} symbols, ${SESSIONS} sessions: ${fixed(first)} s (must be at most 0.8)`);
if (theirs) {
  console.log(`the baseline takes ${fixed(theirs.seconds / first, 1)} times as long`);
  for (const [name, values] of Object.entries(theirs.figures)) {
    const furthest = Math.max(...values.map((value, i) => Math.abs(figures[name][i] / value - 1)));
    console.log(`${name}: ${values.length} figures, at most ${furthest.toExponential(1)} apart`);
  }
} else {
  console.log('no baseline: BENCH_PYTHON names no Python with numpy, statsmodels and scikit-learn');
}

/** Funds follow the market, and symbols some funds, each in its own measure; the same numbers every time. */
function madeUpReturns() {
  let state = 20_241_129;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const noise = (size) => Float64Array.from({ length: SESSIONS }, () => size * normal());
  const market = noise(0.01);
  const made = new Map(
    FACTOR_FUNDS.map((fund) => [fund, fund === 'SPY' ? market : noise(0.005).map((own, t) => market[t] + own)]),
  );
  const series = Array.from({ length: SYMBOLS }, () => {
    const betas = FACTOR_FUNDS.map(() => normal() / 3);
    const own = noise(0.01);
    return own.map((value, t) => value + FACTOR_FUNDS.reduce((sum, fund, i) => sum + betas[i] * made.get(fund)[t], 0));
  });
  return { funds: made, symbols: series };
}

function ours() {
  const taken = [];
  let found;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = performance.now();
    found = compute();
    taken.push((performance.now() - began) / 1_000);
  }
  return { figures: found, seconds: taken };
}

function compute() {
  const market = funds.get('SPY');
  const styles = new FactorDesign(factorReturns('style', funds), MINIMUM);
  const spreads = new FactorDesign(factorReturns('spread', funds), MINIMUM);
  const all = {
    beta: [],
    'error of beta': [],
    'spread betas': [],
    'errors of spread betas': [],
    'realised volatility': [],
    forecast: [],
  };
  for (const returns of symbols) {
    const beta = valueOf(marketBeta(returns, market, { minObservations: MINIMUM }));
    all.beta.push(beta.beta);
    all['error of beta'].push(beta.standardError);
    valueOf(styles.ridge(returns, RIDGE_PENALTIES, FOLDS));
    const { fit, observations } = valueOf(spreads.fit(returns));
    all['spread betas'].push(...fit.coefficients.subarray(1));
    const errors = factorErrors(fit, { kind: 'HAC', lags: defaultHacLags(observations) });
    all['errors of spread betas'].push(...errors.subarray(1));
    for (const window of WINDOWS) all['realised volatility'].push(valueOf(realizedVolatility(returns, window)));
    const variances = returns.map((value) => value * value);
    all.forecast.push(valueOf(harForecast(variances, HAR)).forecastVolatility);
  }
  return all;
}

function valueOf(outcome) {
  if (!outcome.ok) throw new Error(`no figure: ${outcome.reason}`);
  return outcome.value;
}

/** @returns null where Python or one of its libraries is missing. */
function baseline() {
  const python = process.env.BENCH_PYTHON ?? 'python3';
  const found = spawnSync(python, ['-c', 'import numpy, statsmodels, sklearn']);
  if (found.status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'sgb-'));
  try {
    const all = [...FACTOR_FUNDS.map((fund) => funds.get(fund)), ...symbols];
    writeFileSync(join(folder, 'returns'), Buffer.concat(all.map(({ buffer }) => Buffer.from(buffer))));
    const names = JSON.stringify({ funds: FACTOR_FUNDS, sessions: SESSIONS });
    const ran = spawnSync(python, [join(root, 'bench', 'symbols.py'), folder, names], {
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (ran.status !== 0) throw new Error(`symbols.py ended with ${ran.status}`);
    return JSON.parse(readFileSync(join(folder, 'answer'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
