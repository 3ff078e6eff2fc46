import { Command, CommandRunner } from 'nest-commander';
import { ADMIN_EMAIL, DemoService } from './demo.service.js';

@Command({ name: 'seed', description: 'Make the demo users, their portfolios and their simulated prices' })
export class SeedCommand extends CommandRunner {
  constructor(private readonly demo: DemoService) {
    super();
  }

  async run(): Promise<void> {
    const say = (line: string): void => {
      process.stdout.write(`${line}\n`);
    };
    const { emails, adminPassword } = await this.demo.seed(say);
    say(`Demo users: ${emails.join(', ')}`);
    if (adminPassword !== null) say(`Administrator: ${ADMIN_EMAIL}, password ${adminPassword} (shown once)`);
  }
}
