import { SingleBar } from 'cli-progress';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors/app-error.js';
import { isUuid } from '../../shared/http/uuid-param.js';
import { describeSource } from '../market-data/fetch-prices.command.js';
import { problemText } from './batch-history.dto.js';
import type { RunProgress } from './batch-run.repository.js';
import { BatchRunner, type RunReport } from './batch.runner.js';
import { BatchService } from './batch.service.js';

const EXIT_FAILED = 1;
const EXIT_BLOCKED = 3;
const LINE_EVERY_MS = 2_000;
const SHOWN_PROBLEMS = 20;

interface RunOptions {
  readonly date?: string;
  readonly from?: string;
  readonly to?: string;
  readonly portfolio?: string;
}

/** Computes in the command's own process: exit code 0 all done, 1 failed, 3 some sessions blocked for want of prices. */
@SubCommand({
  name: 'run',
  description: 'Compute what is missing or stale; with --date or --from, compute those sessions again',
})
export class RunBatchCommand extends CommandRunner {
  constructor(
    private readonly batch: BatchService,
    private readonly runner: BatchRunner,
  ) {
    super();
  }

  async run(_: string[], { date, from, to, portfolio }: RunOptions): Promise<void> {
    if (date !== undefined && (from !== undefined || to !== undefined)) {
      throw new AppError('invalid', 'batch.options', 'Give either --date or --from and --to, not both.');
    }
    const owner = `cli:${randomUUID()}`;
    const first = date ?? from ?? null;
    const request = { triggeredBy: 'cli', portfolioId: portfolio ?? null, from: first, to: date ?? to ?? null };
    const id = await this.batch.begin({ ...request, isForced: first !== null }, owner);
    const display = progressDisplay();
    try {
      const report = await this.runner.execute(id, owner, display.show);
      display.end();
      if (!report) throw new AppError('conflict', 'batch.already_running', `Run ${id} was taken over.`);
      process.stdout.write(describe(report));
      if (report.status !== 'completed') process.exitCode = report.error === null ? EXIT_BLOCKED : EXIT_FAILED;
    } finally {
      display.end();
    }
  }

  @Option({ flags: '-d, --date <date>', description: 'one session, such as 2024-11-29' })
  parseDate(text: string): string {
    return text;
  }

  @Option({ flags: '-f, --from <date>', description: 'first session of a restatement' })
  parseFrom(text: string): string {
    return text;
  }

  @Option({ flags: '-t, --to <date>', description: 'last session; by default the last completed one' })
  parseTo(text: string): string {
    return text;
  }

  @Option({ flags: '-p, --portfolio <id>', description: 'only this portfolio' })
  parsePortfolio(text: string): string {
    if (!isUuid(text)) throw new AppError('invalid', 'batch.options', '--portfolio must be a UUID.');
    return text.toLowerCase();
  }
}

@Command({ name: 'batch', description: 'Valuation and risk of all sessions', subCommands: [RunBatchCommand] })
export class BatchCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}

export const BATCH_COMMANDS = [BatchCommand, RunBatchCommand];

/** A bar on a terminal; elsewhere a line now and then. */
function progressDisplay(): { show: (progress: RunProgress) => void; end: () => void } {
  if (!process.stderr.isTTY) return progressLines();
  const bar = new SingleBar({
    format: '{bar} {value}/{total} sessions  {phase}',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { phase: '' });
  return {
    show: ({ total, completed, blocked, phase }) => {
      bar.setTotal(Math.max(1, total));
      bar.update(completed + blocked, { phase });
    },
    end: () => {
      bar.stop();
    },
  };
}

function progressLines(): { show: (progress: RunProgress) => void; end: () => void } {
  let next = performance.now() + LINE_EVERY_MS;
  return {
    show: ({ total, completed, blocked, phase }) => {
      if (performance.now() < next) return;
      next = performance.now() + LINE_EVERY_MS;
      process.stderr.write(`${completed + blocked} of ${total} sessions, ${phase}\n`);
    },
    end: () => undefined,
  };
}

function describe({ runId, status, total, completed, blocked, durations, prices, problems, error }: RunReport): string {
  const phases = Object.entries(durations).map(([phase, seconds]) => `  ${phase.padEnd(20)} ${seconds.toFixed(2)} s`);
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  return [
    `Run ${runId}: ${status}`,
    `  ${`sessions`.padEnd(20)} ${completed} computed, ${blocked} blocked, of ${total}`,
    ...phases,
    ...prices.map((report) => describeSource(report).trimEnd()),
    ...shown.map((problem) => `  ${problemText(problem)}`),
    ...(problems.length > shown.length ? [`  … and ${problems.length - shown.length} more`] : []),
    ...(error === null ? [] : [`  ${error}`]),
    '',
  ].join('\n');
}
