import { errorText } from '../errors/error-text.js';

/** Then the process ends as it is, which loses nothing that was committed. */
const PATIENCE_MS = 30_000;

/** Thrown to whoever still builds the program up while it is being taken down. */
export class ShuttingDown extends Error {}

/**
 * Lets go of what the program holds, the newest first: what uses a database goes before the database.
 * However often and for however many reasons the program is told to end, it ends once.
 */
export class Shutdown {
  private readonly held: (() => Promise<unknown>)[] = [];
  private ending: Promise<void> | null = null;

  constructor(
    private readonly complain: (line: string) => void,
    private readonly exit: (code: number) => void,
  ) {}

  get isEnding(): boolean {
    return this.ending !== null;
  }

  /** @throws ShuttingDown when it is too late to hold anything. */
  hold(close: () => Promise<unknown>): void {
    if (this.isEnding) throw new ShuttingDown('the program is ending');
    this.held.push(close);
  }

  /** Closes everything, then ends the process: with `code`, or with 1 when something could not be closed. */
  end(code: number): Promise<void> {
    this.ending ??= this.close().then((isClosed) => {
      this.exit(isClosed ? code : 1);
    });
    return this.ending;
  }

  /** One that cannot be closed holds up none of the others. */
  private async close(): Promise<boolean> {
    let isClosed = true;
    const timer = setTimeout(() => {
      this.complain(`SigmaSight is not closed after ${PATIENCE_MS / 1000} s and ends as it is.`);
      this.exit(1);
    }, PATIENCE_MS);
    for (let close = this.held.pop(); close; close = this.held.pop()) {
      try {
        await close();
      } catch (error) {
        isClosed = false;
        this.complain(`SigmaSight was not closed properly: ${errorText(error)}`);
      }
    }
    clearTimeout(timer);
    return isClosed;
  }
}
