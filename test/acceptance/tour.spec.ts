import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, type Server } from './support/program.js';
import { eventsOf, readTour, type Step, untilBatchIsIdle, walk, withOutputs } from './support/tour.js';

/*
 * The README's tour, command by command, on a demo as a newcomer has it. UPDATE_README=1 writes what the commands
 * print into the README.
 */

interface Figure {
  readonly text: string;
  readonly value: number | null;
  readonly traced: boolean;
}

/** Ample: a slow machine is no fault of the tour. */
const LIMIT_MS = 300_000;

describe('the tour of the README', () => {
  let installation: Installation | undefined;
  let server: Server | undefined;
  let steps: Step[];
  let portfolio: string;
  let token: string;

  const outputOf = (part: string, nth = 0): string =>
    steps.filter(({ command }) => command.includes(part))[nth]!.output;
  const concentration = async (): Promise<{
    hhi: number;
    effective_num_positions: number;
    top_3_concentration: number;
  }> => (await server!.get(`/api/v1/analytics/portfolio/${portfolio}/concentration`, token)).body.data;
  const answerOf = (nth: number) => {
    const events = eventsOf(outputOf('/send', nth));
    return {
      events,
      done: events.at(-1)!.data.data as {
        final_text: string;
        figures: Figure[];
        citations: unknown[];
        untraced_count: number;
      },
    };
  };

  /** Whether the answer says the figure, as rounded as it may be, and traced it. */
  const says = (figures: readonly Figure[], value: number): boolean =>
    figures.some(
      (figure) =>
        figure.traced &&
        figure.value !== null &&
        Math.abs(figure.value - value) <= Math.max(0.005 * Math.abs(value), 0.0006),
    );

  let before: Awaited<ReturnType<typeof concentration>>;

  beforeAll(async () => {
    installation = await Installation.make({ SKIP_DEMO: 'false', DEMO_PASSWORD: 'demo12345' });
    server = await installation.serve();
    token = await server.signIn('demo_hnw@sigmasight.com', 'demo12345');
    portfolio = (await server.get('/api/v1/data/portfolios', token)).body[0].id as string;
    await untilBatchIsIdle(server, LIMIT_MS);
    before = await concentration();
    const readme = readFileSync('README.md', 'utf8');
    steps = readTour(readme);
    await walk(steps, server.address, LIMIT_MS);
    if (process.env.UPDATE_README === '1') writeFileSync('README.md', withOutputs(readme, steps));
  }, 4 * LIMIT_MS);

  afterAll(async () => {
    await server?.stop();
    await installation?.remove();
  });

  it('signs in and reads the portfolio', () => {
    const complete = JSON.parse(outputOf('/complete')) as { portfolio: Record<string, unknown>; holdings: unknown[] };
    expect(complete.portfolio.id).toBe(portfolio);
    expect(complete.holdings).toHaveLength(39);
    expect(JSON.parse(outputOf('/overview'))).toMatchObject({ portfolio_id: portfolio });
    expect(JSON.parse(outputOf('/volatility'))).toMatchObject({ available: true });
  });

  it('gets a streamed answer with the right figures, each traced, and a cited passage', () => {
    const { events, done } = answerOf(0);
    expect(events[0]!.name).toBe('message_created');
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'tool_call', 'tool_result', 'token', 'done']),
    );
    expect(done.untraced_count).toBe(0);
    expect(done.citations.length).toBeGreaterThan(0);
    for (const value of [before.hhi, before.effective_num_positions, before.top_3_concentration]) {
      expect(says(done.figures, value), `${value} in ${done.final_text}`).toBe(true);
    }
  });

  it('sells half of the largest holding and gets new figures, also from the analyst', async () => {
    const after = await concentration();
    expect(after.hhi).toBeLessThan(before.hhi);
    expect(JSON.parse(outputOf('/concentration')).data).toEqual(after);
    const { done } = answerOf(1);
    expect(done.untraced_count).toBe(0);
    expect(says(done.figures, after.hhi) || says(done.figures, after.top_3_concentration), done.final_text).toBe(true);
    expect(says(done.figures, before.hhi), done.final_text).toBe(false);
  });

  it('waits for the run to end, whatever its end is', () => {
    expect(outputOf('/batch-status/').trim()).toBe('completed');
  });

  it('rates the answer', () => {
    expect(JSON.parse(outputOf('/feedback'))).toMatchObject({ rating: 'up', comment: 'clear' });
  });

  it('tells where the return came from, in shares that add up', () => {
    const { return_shares: shares, returns } = JSON.parse(outputOf('/performance')) as {
      return_shares: Record<string, number>;
      returns: { modified_dietz: number; time_weighted: number };
    };
    const sum = Object.values(shares).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(returns.modified_dietz, 10);
    expect(returns.time_weighted).not.toBe(0);
  });

  it('tries a broker’s file, imports it mended, and undoes it', async () => {
    expect(JSON.parse(outputOf('dry_run=true'))).toMatchObject({
      importable: false,
      problems: expect.arrayContaining([expect.objectContaining({ row: 3, field: 'Quantity', rule: 'number' })]),
    });
    const details = JSON.parse(outputOf('/positions/details')) as { positions: { symbol: string }[] };
    expect(details.positions.map(({ symbol }) => symbol).sort()).toEqual(['BRK.B', 'MSFT']);
    expect(JSON.parse(outputOf('/undo'))).toMatchObject({ status: 'undone', holdings: 2 });
    const [imported] = (await server!.get('/api/v1/data/portfolios', token)).body.filter(
      ({ account_name }: { account_name: string }) => account_name === 'Broker',
    );
    expect(imported).toMatchObject({ position_count: 0 });
  });

  it('is in the README with an output for each command that prints', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const { command, output } of steps) {
      const shown = readme.slice(readme.indexOf(`$ ${command}`) + command.length + 3);
      expect(shown.startsWith('$ ') || shown.startsWith('```'), `output of ${command.slice(0, 60)}`).toBe(
        output.trim() === '',
      );
    }
  });
});

describe('walking a tour', () => {
  const step = (command: string): Step => ({ command, output: '' });

  it('keeps variables and the output of each command', async () => {
    const steps = [step('A=1'), step('echo "$A http://localhost:3000"')];
    await walk(steps, 'http://there', LIMIT_MS);
    expect(steps.map(({ output }) => output)).toEqual(['', '1 http://there\n']);
  });

  it('ends a command that never ends, and what it started', async () => {
    const steps = [step('echo before'), step('sleep 100000 & until false; do sleep 0.1; done')];
    // The output stays open as long as anybody lives who could write to it.
    await expect(walk(steps, '', 500)).rejects.toThrow('SIGKILL at: sleep 100000');
  });
});
