import type { HealthReport } from '../health/health.registry.js';
import type { Say } from '../runtime/runtime.js';

const POLL_MS = 100;
/** Looks in a row, some seconds, that have to find nothing at work: one answer may come too late to count. */
const QUIET_LOOKS = 30;

/**
 * Waits while something is at work behind, and says how far it is. What is down gets no better by waiting, and what
 * takes longer than expected goes on while the program serves.
 */
export async function untilSettled(
  health: { report(): Promise<HealthReport> },
  timeoutSeconds: number,
  say: Say,
): Promise<void> {
  const until = performance.now() + timeoutSeconds * 1000;
  let said = '';
  let quiet = 0;
  for (;;) {
    const { status, components } = await health.report();
    const working = components.filter((component) => component.status === 'working');
    if (status === 'healthy') return;
    quiet = working.length === 0 ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS || performance.now() > until) {
      for (const { name, detail } of components.filter((component) => component.status === 'down')) {
        say(typeof detail['error'] === 'string' ? `  ${name} is down: ${detail['error']}` : `  ${name} is down`);
      }
      if (working.length > 0) say(`Not everything is ready after ${timeoutSeconds} s.`);
      say(`Serving what is up (${status}). See /api/v1/health.`);
      return;
    }
    const line = working
      .map(
        ({ name, detail }) => `  ${name}: ${typeof detail['progress'] === 'string' ? detail['progress'] : 'working'}`,
      )
      .join('\n');
    if (line !== said && line !== '') say(line);
    said = line;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
