import { Injectable } from '@nestjs/common';
import type { Say } from '../runtime/runtime.js';

export interface StartupTask {
  readonly name: string;
  /**
   * `prepare` runs one after the other before requests are served; `follow` afterwards, and goes on by itself; `settled`
   * once the start has ended: what nobody waits for.
   */
  readonly phase: 'prepare' | 'follow' | 'settled';
  /** Lower runs earlier. */
  readonly order: number;
  run(say: Say): Promise<void>;
}

/** What a server does when it starts, added by the features. Commands and tests start without it. */
@Injectable()
export class StartupService {
  private readonly tasks: StartupTask[] = [];
  private readonly lines: string[] = [];

  add(task: StartupTask): void {
    this.tasks.push(task);
  }

  /** A line for the person who started the server, shown when it is ready. */
  tell(line: string): void {
    this.lines.push(line);
  }

  get announcements(): readonly string[] {
    return this.lines;
  }

  async run(phase: StartupTask['phase'], say: Say): Promise<void> {
    const due = this.tasks
      .filter((task) => task.phase === phase)
      .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
    for (const task of due) await task.run(say);
  }
}
