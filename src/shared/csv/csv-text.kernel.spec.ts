import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, userText } from './csv-text.kernel.js';

describe('csvText', () => {
  it('writes figures, nothing and texts', () => {
    expect(csvText([['a', 1.5, null, true, 'x,"y"']])).toBe('a,1.5,,true,"x,""y"""\r\n');
  });

  it('is read back by another program as it was', () => {
    const table = fc.array(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(table, (rows) => {
        expect(parse(csvText(rows), { relax_quotes: false, record_delimiter: '\r\n' })).toEqual(rows);
      }),
    );
  });
});

describe('userText', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx'])('takes the sting out of %j', (text) => {
    expect(userText(text)).toBe(`'${text}`);
  });

  it.each(['plain', '', null])('leaves %j', (text) => {
    expect(userText(text)).toBe(text);
  });
});
