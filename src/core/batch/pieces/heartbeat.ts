const TICK_MS = 1_000;
/** Renewed every 2 s: a live process keeps its lease unless it stalls for nearly as long as that lasts. */
const HEARTBEAT_TICKS = 2;

/**
 * Beats from a timer, hence outside of every unit of work: each second when something has changed, else every other one.
 * @param state what is told; compared to know whether it has changed
 * @returns what ends it, when the last beat has been written.
 */
export function keepAlive(state: () => unknown, beat: () => Promise<void>): () => Promise<void> {
  let ticks = 0;
  let written = '';
  let writing: Promise<void> | null = null;
  const timer = setInterval(() => {
    ticks += 1;
    const now = JSON.stringify(state());
    if (writing || (now === written && ticks % HEARTBEAT_TICKS !== 0)) return;
    written = now;
    writing = beat().finally(() => {
      writing = null;
    });
  }, TICK_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    if (writing) await writing;
  };
}
