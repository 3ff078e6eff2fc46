import 'reflect-metadata';

const [, , command, ...rest] = process.argv;

if (command === 'smoke') {
  // Looks at a server from outside: neither the program nor its databases are needed.
  const { smoke } = await import('./shared/smoke/smoke.js');
  process.exitCode = await smoke(rest, (line) => process.stdout.write(`${line}\n`));
} else {
  // One after the other: CommonJS packages among them cannot require what another import is still loading.
  const { AppModule } = await import('./app.module.js');
  const { runCommand } = await import('./shared/startup/run-command.js');
  await runCommand((runtime) => AppModule.with(runtime), AppModule.migrationChains);
}
