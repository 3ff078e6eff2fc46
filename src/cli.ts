import 'reflect-metadata';

const [, , command, ...rest] = process.argv;

if (command === 'smoke') {
  // Looks at a server from outside: neither the program nor its databases are needed.
  const { smoke } = await import('./shared/smoke/smoke.js');
  process.exitCode = await smoke(rest, (line) => process.stdout.write(`${line}\n`));
} else {
  const [{ AppModule }, { runCommand }] = await Promise.all([
    import('./app.module.js'),
    import('./shared/startup/run-command.js'),
  ]);
  await runCommand((runtime) => AppModule.with(runtime), AppModule.migrationChains);
}
