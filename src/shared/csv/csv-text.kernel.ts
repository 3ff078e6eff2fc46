/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell: figures and times as they are, null as nothing, texts of users through `userText`. */
export type CsvCell = string | number | boolean | null;

/** RFC 4180: lines end with CR LF, cells with commas, quotes or line ends are quoted. */
export const csvText = (lines: readonly (readonly CsvCell[])[]): string =>
  lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');

/** A text that a user has chosen. One that looks like a formula gets an apostrophe in front. */
export const userText = (text: string | null): string | null =>
  text !== null && FORMULA.test(text) ? `'${text}` : text;

function quoted(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
