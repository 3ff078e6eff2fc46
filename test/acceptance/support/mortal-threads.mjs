// Loaded before the program (`--import`): its embedded databases die one after the other, AI first, on SIGUSR2.
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import threads from 'node:worker_threads';

const databases = new Map();
const doomed = ['ai', 'core'];

class MortalWorker extends threads.Worker {
  constructor(entry, options) {
    super(entry, options);
    const folder = options?.workerData?.dataFolder;
    if (folder !== undefined) databases.set(basename(folder), this);
  }
}

if (threads.isMainThread) {
  threads.Worker = MortalWorker;
  syncBuiltinESMExports();
  process.on('SIGUSR2', () => void databases.get(doomed.shift())?.terminate());
}
