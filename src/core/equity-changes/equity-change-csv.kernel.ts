import { csvText, userText } from '../../shared/csv/csv-text.kernel.js';

export interface EquityChangeLine {
  readonly id: string;
  readonly portfolioId: string;
  readonly changeType: string;
  readonly amount: string;
  readonly changeDate: string;
  readonly notes: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const HEADER = ['id', 'portfolio_id', 'change_type', 'amount', 'change_date', 'notes', 'created_at', 'updated_at'];

/** RFC 4180, with a header. */
export const equityChangesCsv = (lines: readonly EquityChangeLine[]): string =>
  csvText([
    HEADER,
    ...lines.map((line) => [
      ...[line.id, line.portfolioId, line.changeType, line.amount, line.changeDate],
      ...[userText(line.notes), line.createdAt, line.updatedAt],
    ]),
  ]);
