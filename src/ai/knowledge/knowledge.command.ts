import { SingleBar } from 'cli-progress';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { KnowledgeService } from './knowledge.service.js';

@SubCommand({ name: 'sync', description: 'Bring the knowledge base that ships with the program into the AI database' })
export class SyncKnowledgeCommand extends CommandRunner {
  constructor(private readonly knowledge: KnowledgeService) {
    super();
  }

  async run(): Promise<void> {
    const bar = new SingleBar({ format: 'Embedding {bar} {value}/{total} passages', clearOnComplete: true });
    const isTerminal = process.stderr.isTTY;
    try {
      const report = await this.knowledge.sync((embedded, total) => {
        if (!isTerminal) return;
        if (!bar.isActive) bar.start(total, 0);
        bar.update(embedded);
      });
      bar.stop();
      process.stdout.write(
        `Knowledge base: ${report.documents} documents, ${report.passages} passages; ` +
          `${report.embedded} embedded, ${report.removed} removed, the rest was up to date.\n`,
      );
    } finally {
      bar.stop();
    }
  }
}

@Command({ name: 'knowledge', description: 'The knowledge base of the analyst', subCommands: [SyncKnowledgeCommand] })
export class KnowledgeCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}

export const KNOWLEDGE_COMMANDS = [KnowledgeCommand, SyncKnowledgeCommand];
