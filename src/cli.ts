import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { runCommand } from './shared/startup/run-command.js';

await runCommand((runtime) => AppModule.with(runtime), AppModule.migrationChains);
