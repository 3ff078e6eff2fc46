import pg from 'pg';

/**
 * The SQL statements that the process sends while `work` runs, in order: of every pool, BEGIN and COMMIT included.
 * Nothing else may query meanwhile, so call it from one test at a time.
 */
export async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its client as `this`
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]): unknown {
    const [first] = args as [string | { text?: string }];
    statements.push(typeof first === 'string' ? first : (first.text ?? ''));
    return Reflect.apply(original, this, args);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return statements;
}
