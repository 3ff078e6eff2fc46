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

const HEADER = 'id,portfolio_id,change_type,amount,change_date,notes,created_at,updated_at';
/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180, with a header. Texts of users that look like formulas get an apostrophe in front. */
export function equityChangesCsv(lines: readonly EquityChangeLine[]): string {
  const rows = lines.map((line) =>
    [
      ...[line.id, line.portfolioId, line.changeType, line.amount, line.changeDate],
      ...[quoted(line.notes ?? ''), line.createdAt, line.updatedAt],
    ].join(','),
  );
  return [HEADER, ...rows, ''].join('\r\n');
}

function quoted(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
