import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculationProgress, type RunFacts } from './calculation-progress.kernel.js';

const run = (changes: Partial<RunFacts>): RunFacts => ({
  status: 'running',
  currentPhase: null,
  total: 0,
  completed: 0,
  durations: {},
  problems: 0,
  ...changes,
});
const states = (progress: ReturnType<typeof calculationProgress>) => progress.phases.map(({ status }) => status);

describe('calculationProgress', () => {
  it('says of what nobody has started that there is nothing', () => {
    const progress = calculationProgress(null, 0);
    expect([progress.status, progress.percent, states(progress)]).toEqual([
      'not_found',
      0,
      ['pending', 'pending', 'pending'],
    ]);
  });

  it('follows a run through its phases', () => {
    expect(calculationProgress(run({ status: 'queued' }), 0)).toMatchObject({
      status: 'running',
      percent: 0,
      currentPhase: null,
    });
    const working = calculationProgress(
      run({
        currentPhase: 'portfolio results',
        total: 40,
        completed: 10,
        durations: { prices: 2, inputs: 1, 'symbol results': 3 },
      }),
      0,
    );
    expect([working.percent, states(working)]).toEqual([25, ['completed', 'completed', 'running']]);
    expect(working.phases[0]).toMatchObject({ seconds: 3, current: 1, total: 1 });
    expect(working.currentPhase).toMatchObject({ id: 'phase_3', current: 10, total: 40 });
  });

  it('is complete only with figures of this portfolio', () => {
    expect(calculationProgress(run({ status: 'completed' }), 3)).toMatchObject({ status: 'completed', percent: 100 });
    expect(calculationProgress(run({ status: 'completed' }), 0).status).toBe('failed');
    expect(calculationProgress(run({ status: 'partial', problems: 1 }), 3).status).toBe('partial');
    expect(calculationProgress(run({ status: 'partial' }), 3).status).toBe('completed');
    expect(calculationProgress(null, 3).status).toBe('completed');
  });

  it('names a phase that clients do not know', () => {
    const { phases } = calculationProgress(run({ status: 'completed', durations: { 'factor results': 2 } }), 1);
    expect(phases.at(-1)).toMatchObject({ id: 'factor_results', name: 'factor results', seconds: 2 });
  });

  it('never says 100 while something is left', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (total, completed) => {
        expect(calculationProgress(run({ total, completed }), 1).percent).toBeLessThan(100);
      }),
    );
  });
});
