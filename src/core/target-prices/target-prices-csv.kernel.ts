import { csvText, userText } from '../../shared/csv/csv-text.kernel.js';

/** A line of an export. Texts are as they are stored, numbers in plain decimal notation. */
export interface TargetLine {
  readonly symbol: string;
  readonly positionType: string;
  readonly eoy: string | null;
  readonly nextYear: string | null;
  readonly downside: string | null;
  readonly currentPrice: string | null;
  /** Columns beyond those an import reads. */
  readonly metadata: Readonly<Record<string, string | number | null>> | null;
}

const HEADER = ['symbol', 'position_type', 'target_eoy', 'target_next_year', 'downside', 'current_price'];

/** RFC 4180. What was exported can be imported: further columns come last, and an import reads past them. */
export function targetPricesCsv(lines: readonly TargetLine[]): string {
  const further = Object.keys(lines[0]?.metadata ?? {});
  const rows = lines.map(({ metadata, ...line }) => [
    ...[userText(line.symbol), line.positionType, line.eoy, line.nextYear, line.downside, line.currentPrice],
    ...further.map((name) => metadata?.[name] ?? null),
  ]);
  return csvText([[...HEADER, ...further], ...rows]);
}
