import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';
import type { Cell, ResultTable } from './result-table.js';

@Injectable()
export class ResultRepository {
  constructor(private readonly tx: CoreTransactions) {}

  /** Writes rows in one statement. A row that already says this is not touched, so a rerun leaves no trace. */
  async store(table: ResultTable, rows: readonly (readonly Cell[])[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys({ ...table.key, ...table.values });
    await this.tx.manager.query(
      upsertInto(table),
      columns.map((_, i) => rows.map((row) => row[i] ?? null)),
    );
  }
}

function upsertInto({ name, key, values }: ResultTable): string {
  const columns = { ...key, ...values };
  const names = Object.keys(columns).join(', ');
  const arrays = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);
  const changed = Object.keys(values);
  const row = (from: string): string => changed.map((column) => `${from}.${column}`).join(', ');
  return `INSERT INTO ${name} AS held (${names})
    SELECT ${names} FROM unnest(${arrays.join(', ')}) AS given (${names})
    ON CONFLICT (${Object.keys(key).join(', ')}) DO UPDATE
       SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
     WHERE (${row('held')}) IS DISTINCT FROM (${row('excluded')})`;
}
