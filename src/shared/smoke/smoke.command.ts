import { Command, CommandRunner } from 'nest-commander';

/** So that help lists it: `cli.ts` takes the check up before the program is there, since it needs neither that nor a database. */
@Command({ name: 'smoke', description: 'Check a running server from outside; --url says which' })
export class SmokeCommand extends CommandRunner {
  async run(): Promise<void> {
    const { smoke } = await import('./smoke.js');
    process.exitCode = await smoke(process.argv.slice(3), (line) => process.stdout.write(`${line}\n`));
  }
}
