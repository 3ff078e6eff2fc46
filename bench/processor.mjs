// Time of the processor, which other work on a machine lengthens less than it does the time by the clock. Linux only.
import { readFileSync } from 'node:fs';

/** Of user and kernel, in seconds, from when it began; 0 for a process that is not there. */
export function processorSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** The most memory that a process ever had, in MiB; 0 for one that is not there. */
export function peakMegabytes(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Looks at processes while `work` is done: programs by their ids, and the processes of a server on this machine that work for its
 * database. @returns what each program and the server took, in seconds, and the peak of memory of the programs.
 */
export async function watched(pids, client, work) {
  const first = new Map();
  const last = new Map();
  let peak = 0;
  const look = (pid) => {
    const seconds = processorSeconds(pid);
    if (!first.has(pid)) first.set(pid, pids.includes(pid) ? seconds : 0);
    if (seconds > 0) last.set(pid, seconds);
  };
  const backends = async () =>
    (await client.query('SELECT pid FROM pg_stat_activity WHERE datname = current_database()')).rows;
  const own = Number((await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid);
  for (const { pid } of await backends()) first.set(pid, processorSeconds(pid));
  pids.forEach(look);
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      for (const pid of pids) {
        look(pid);
        peak = Math.max(peak, peakMegabytes(pid));
      }
      for (const { pid } of await backends()) if (pid !== own) look(pid);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  isDone = true;
  await watching;
  const spent = (pid) => (last.get(pid) ?? 0) - (first.get(pid) ?? 0);
  const server = [...last.keys()].filter((pid) => !pids.includes(pid)).reduce((sum, pid) => sum + spent(pid), 0);
  return { result, seconds, programs: pids.map(spent), server, peak };
}
