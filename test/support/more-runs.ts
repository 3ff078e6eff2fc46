import type { IRawProperty, Parameters } from 'fast-check';
import { vi } from 'vitest';

const factor = Number(process.env['PROPERTY_RUNS_FACTOR'] ?? 1);
/** What fast-check runs of a property that says nothing of it. */
const USUAL_RUNS = 100;

/** Each property is tried so many times as often: what is false for one input in ten thousand is found before it lands. */
vi.mock('fast-check', async (original) => {
  const module = await original<typeof import('fast-check')>();
  if (factor === 1) return module;
  const assert = ((property: IRawProperty<unknown>, parameters?: Parameters<unknown>) =>
    module.assert(property, {
      ...parameters,
      // What is found by many runs may take hours to make smaller; the seed repeats it.
      endOnFailure: true,
      numRuns: (parameters?.numRuns ?? USUAL_RUNS) * factor,
    })) as typeof module.assert;
  return { ...module, assert, default: { ...module.default, assert } };
});
