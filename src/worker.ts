import 'reflect-metadata';
import { runWorker } from './shared/startup/run-worker.js';
import { WorkerModule } from './worker.module.js';

await runWorker(WorkerModule);
