import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { americanBinomialCase } from './american-binomial.adapter.js';
import { blackScholesCase } from './black-scholes.adapter.js';
import { clusteringCase } from './clustering.adapter.js';
import { type GoldenFile, compare, readGolden } from './compare.js';
import { concentrationCase } from './concentration.adapter.js';
import { correlationCase } from './correlation.adapter.js';
import { covarianceCase } from './covariance.adapter.js';
import { drawdownRatiosCase } from './drawdown-ratios.adapter.js';
import { garchCase } from './garch.adapter.js';
import { harRvCase } from './har-rv.adapter.js';
import { impliedVolCase } from './implied-vol.adapter.js';
import { irBetaCase } from './ir-beta.adapter.js';
import { marketBetaCase } from './market-beta.adapter.js';
import { multifactorOlsCase } from './multifactor-ols.adapter.js';
import { psdRepairCase } from './psd-repair.adapter.js';
import { realizedVolatilityCase } from './realized-volatility.adapter.js';
import { returns } from './returns.adapter.js';
import { ridgeCase } from './ridge.adapter.js';
import { riskContributionCase } from './risk-contribution.adapter.js';
import { shrinkageCase } from './shrinkage.adapter.js';
import { SKIPPED } from './skipped.js';
import { specialFunction } from './special-functions.adapter.js';
import { spreadBetasCase } from './spread-betas.adapter.js';
import { stressTestCase } from './stress-test.adapter.js';
import { twrDietzCase } from './twr-dietz.adapter.js';
import { varCvarCase } from './var-cvar.adapter.js';
import { xirrCase } from './xirr.adapter.js';

interface Family {
  readonly name: string;
  /** How the kernels answer the inputs of a case, in the words of the file. */
  readonly adapter: (inputs: never) => unknown;
  /** Single values the file holds apart from what is skipped: a run that compares fewer has lost some. */
  readonly values: number;
}

const FAMILIES: readonly Family[] = [
  { name: 'american_binomial', adapter: americanBinomialCase, values: 546 },
  { name: 'bsm_european', adapter: blackScholesCase, values: 776 },
  { name: 'clustering', adapter: clusteringCase, values: 4207 },
  { name: 'concentration', adapter: concentrationCase, values: 243 },
  { name: 'correlation', adapter: correlationCase, values: 883 },
  { name: 'covariance', adapter: covarianceCase, values: 1969 },
  { name: 'drawdown_ratios', adapter: drawdownRatiosCase, values: 227 },
  { name: 'garch', adapter: garchCase, values: 139 },
  { name: 'har_rv', adapter: harRvCase, values: 342 },
  { name: 'implied_vol', adapter: impliedVolCase, values: 72 },
  { name: 'ir_beta', adapter: irBetaCase, values: 147 },
  { name: 'market_beta', adapter: marketBetaCase, values: 971 },
  { name: 'multifactor_ols', adapter: multifactorOlsCase, values: 370 },
  { name: 'psd_repair', adapter: psdRepairCase, values: 168 },
  { name: 'realized_volatility', adapter: realizedVolatilityCase, values: 985 },
  { name: 'returns', adapter: returns, values: 1145 },
  { name: 'ridge', adapter: ridgeCase, values: 235 },
  { name: 'risk_contribution', adapter: riskContributionCase, values: 341 },
  { name: 'shrinkage', adapter: shrinkageCase, values: 1216 },
  { name: 'special_functions', adapter: specialFunction, values: 184 },
  { name: 'spread_betas', adapter: spreadBetasCase, values: 545 },
  { name: 'stress_test', adapter: stressTestCase, values: 543 },
  { name: 'twr_dietz', adapter: twrDietzCase, values: 949 },
  { name: 'var_cvar', adapter: varCvarCase, values: 658 },
  { name: 'xirr', adapter: xirrCase, values: 46 },
];

const isSkipped = (family: string, id: string): boolean =>
  SKIPPED.some((skip) => skip.family === family && skip.field === undefined && id.startsWith(skip.cases ?? ''));

const skippedFields = (family: string, id: string): ReadonlySet<string> =>
  new Set(
    SKIPPED.filter((skip) => skip.family === family && id.startsWith(skip.cases ?? '')).flatMap(
      ({ field }) => field ?? [],
    ),
  );

const casesOf = (file: GoldenFile): GoldenFile['cases'] => file.cases.filter(({ id }) => !isSkipped(file.family, id));

describe.each(FAMILIES)('golden $name', ({ name, adapter, values }) => {
  const file = readGolden(name);
  let compared = 0;

  it.each(casesOf(file).map((golden) => ({ id: golden.id, golden })))('agrees on $id', ({ id, golden }) => {
    const result = compare(file, golden, adapter(golden.inputs as never), skippedFields(name, id));
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThan(0);
    compared += result.compared;
  });

  it('compares every value that is not skipped by name', () => {
    console.log(`golden ${name}: ${compared} values compared`);
    expect(compared).toBe(values);
  });
});

describe('golden files', () => {
  it('are all in the list of families', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(FAMILIES.map(({ name }) => `${name}.json`).sort());
  });

  it.each(SKIPPED)('still hold what is skipped of $family', ({ family, field, cases }) => {
    const matching = readGolden(family).cases.filter(({ id }) => id.startsWith(cases ?? ''));
    const holding = matching.filter(
      ({ expected }) => field === undefined || JSON.stringify(expected).includes(`"${field}":`),
    );
    expect(holding.length).toBeGreaterThan(0);
  });
});

describe('compare', () => {
  const file = {
    family: 'f',
    cases: [],
    tolerance: { default: { rel: 1e-9, abs: 0 }, fields: { 'a.x': { rel: 0, abs: 1 } } },
  };
  const differences = (expected: never, actual: unknown): readonly string[] =>
    compare(file, { id: 'c', inputs: {}, expected }, actual, new Set()).differences;

  it('sees a number beyond its limit, a number for null and a missing value', () => {
    expect(differences({ x: 1, y: null, z: [1, 2] } as never, { x: 1 + 1e-8, y: 0, z: [1] })).toHaveLength(3);
    expect(differences({ x: 1, y: 2 } as never, { x: Number.NaN })).toHaveLength(2);
  });

  it('takes the limit named nearest to the value', () => {
    expect(differences({ a: { x: 1 } } as never, { a: { x: 1.9 } })).toEqual([]);
    expect(differences({ b: { x: 1 } } as never, { b: { x: 1.9 } })).toHaveLength(1);
  });
});
