import { describe, expect, it } from 'vitest';
import { HOLDING_COLUMNS } from './holding.kernel.js';
import { parseHoldingsCsv } from './holdings-csv.loader.js';
import { HOLDINGS_TEMPLATE, HOLDINGS_TEMPLATE_FILE_NAME } from './holdings-template.kernel.js';

const parse = (text: string) =>
  parseHoldingsCsv(HOLDINGS_TEMPLATE_FILE_NAME, new TextEncoder().encode(text), '2025-01-01');

describe('HOLDINGS_TEMPLATE', () => {
  it('is accepted by the import', () => {
    const result = parse(HOLDINGS_TEMPLATE);
    expect(result).toMatchObject({ ok: true, totalRows: 7 });
    expect(
      result.ok && result.holdings.map(({ symbol, positionType, exitDate }) => [symbol, positionType, exitDate]),
    ).toEqual([
      ['AAPL', 'LONG', null],
      ['SPY', 'LONG', null],
      ['TSLA', 'SHORT', null],
      ['MSFT', 'LONG', '2024-06-14'],
      ['SPY271217P00450000', 'LP', null],
      ['AAPL271217C00250000', 'SC', null],
      ['HARBOR_FUND_II', 'LONG', null],
    ]);
  });

  it('is still accepted after a spreadsheet has saved it with as many commas on every line', () => {
    const padded = HOLDINGS_TEMPLATE.replace(/^(#.*)$/gm, `$1${','.repeat(11)}`).replaceAll('\n', '\r\n');
    expect(parse(padded)).toMatchObject({ ok: true, totalRows: 7 });
  });

  it('names the twelve columns once, and has no comma or quote in its comments', () => {
    const lines = HOLDINGS_TEMPLATE.trimEnd().split('\n');
    expect(lines.filter((line) => line === HOLDING_COLUMNS.join(','))).toHaveLength(1);
    expect(HOLDING_COLUMNS).toHaveLength(12);
    expect(lines.filter((line) => line.startsWith('#') && /[,"]/.test(line))).toEqual([]);
  });
});
