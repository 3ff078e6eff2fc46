import { describe, expect, it } from 'vitest';
import { columnText } from './result-table.js';

describe('columnText', () => {
  it('writes numbers and uuids bare, and what is unknown as NULL', () => {
    expect(columnText([[1.5e-7], [Number.NaN], [null], [-3]], 0, 'double precision')).toBe('{1.5e-7,NaN,NULL,-3}');
    expect(columnText([['2024-01-02']], 0, 'date')).toBe('{2024-01-02}');
    expect(columnText([], 0, 'uuid')).toBe('{}');
  });

  it('quotes texts, which may look like anything', () => {
    const rows = [['NULL'], ['a, "b" \\ {c}'], [''], ['{1,2}']];
    expect(columnText(rows, 0, 'text')).toBe('{"NULL","a, \\"b\\" \\\\ {c}","","{1,2}"}');
  });
});
