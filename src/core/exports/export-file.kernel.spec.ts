import { describe, expect, it } from 'vitest';
import { exportText } from './export-file.kernel.js';

const COLUMNS = ['symbol', 'amount', 'notes', 'tags'];
const ROWS = [
  { symbol: 'AAPL', amount: '-12.50', notes: '=cmd()', tags: [{ name: 'growth' }, { name: 'tech, big' }] },
  { symbol: 'MSFT', amount: '1', notes: null, tags: [] },
];

describe('exportText', () => {
  it('writes CSV whose figures are figures and whose texts are harmless', () => {
    expect(exportText('csv', COLUMNS, ROWS)).toBe(
      'symbol,amount,notes,tags\r\nAAPL,-12.50,\'=cmd(),"growth; tech, big"\r\nMSFT,1,,\r\n',
    );
  });

  it('writes a header where there are no rows', () => {
    expect(exportText('csv', COLUMNS, [])).toBe('symbol,amount,notes,tags\r\n');
    expect(exportText('json', COLUMNS, [])).toBe('[]\n');
  });

  it('writes JSON that is the rows', () => {
    expect(JSON.parse(exportText('json', COLUMNS, ROWS))).toEqual(ROWS);
  });
});
