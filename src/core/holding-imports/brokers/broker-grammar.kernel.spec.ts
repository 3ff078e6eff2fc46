import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay } from './broker-day.kernel.js';
import { readFigure } from './broker-figure.kernel.js';
import { isCashName, isMoneyFund, looksLikeContract, readContract, readSymbol } from './broker-symbol.kernel.js';

/** Digits in groups of three. */
const grouped = (digits: string, mark: string): string => digits.replace(/\B(?=(\d{3})+$)/g, mark);
const figures = fc.record({
  whole: fc.integer({ min: 0, max: 999_999_999 }),
  fraction: fc.stringMatching(/^\d{0,8}$/),
  isNegative: fc.boolean(),
});
const canonical = (whole: number, fraction: string, isNegative: boolean): string => {
  const rest = fraction.replace(/0+$/, '');
  const text = rest === '' ? String(whole) : `${String(whole)}.${rest}`;
  return isNegative && /[1-9]/.test(text) ? `-${text}` : text;
};
const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2089-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('readFigure', () => {
  it.each([
    ['$1,234.50', '1234.5'],
    ['(100)', '-100'],
    ['($5,388.75)', '-5388.75'],
    ['$(5.10)', '-5.1'],
    ['100-', '-100'],
    ['-$5', '-5'],
    ['$-5', '-5'],
    ['+$37251.77', '37251.77'],
    ['1 234,5 €', null],
    ["1'234.50", '1234.5'],
    ['1,000.12345678', '1000.12345678'],
    ['.5', '0.5'],
    ['-0.00', '0'],
    ['USD 12.5', '12.5'],
    ['12.5 USD', '12.5'],
  ])('reads %s as %s', (text, figure) => {
    expect(readFigure(text)).toBe(figure);
  });

  it.each(['--', '-', '', '  ', 'n/a', 'N/A', '—'])('takes %j for none', (text) => {
    expect(readFigure(text)).toBe('');
  });

  it.each(['1,23.4', '1,2345', '1e5', '12%', '--5', '(-5)', '(5', 'ten', '1.2.3', '$', '5-5', '1'.repeat(65)])(
    'refuses %s',
    (text) => {
      expect(readFigure(text)).toBeNull();
    },
  );

  it('reads a comma as the mark when told so', () => {
    expect(['3.750,25', '12,5', '-1.200,00', '1 234,5 €'].map((text) => readFigure(text, ','))).toEqual([
      '3750.25',
      '12.5',
      '-1200',
      '1234.5',
    ]);
    expect(readFigure('3,750.25', ',')).toBeNull();
  });

  it('gives back every figure in every spelling', () => {
    fc.assert(
      fc.property(figures, ({ whole, fraction, isNegative }) => {
        const expected = canonical(whole, fraction, isNegative);
        const end = fraction === '' ? '' : `.${fraction}`;
        const american = `${grouped(String(whole), ',')}${end}`;
        const spellings = isNegative
          ? [`-${american}`, `(${american})`, `${american}-`, `-$${american}`, `($${american})`, `$-${american}`]
          : [american, `$${american}`, `+${american}`, ` ${american} `];
        for (const text of spellings) expect(readFigure(text)).toBe(expected);
        const european = `${isNegative ? '-' : ''}${grouped(String(whole), '.')}${end.replace('.', ',')}`;
        expect(readFigure(european, ',')).toBe(expected);
      }),
    );
  });
});

describe('readDay', () => {
  it.each([
    ['2024-03-15', '2024-03-15'],
    ['2024/03/15', '2024-03-15'],
    ['20240315', '2024-03-15'],
    ['20240315;103015', '2024-03-15'],
    ['03/15/2024', '2024-03-15'],
    ['3/5/24', '2024-03-05'],
    ['Mar-15-2024', '2024-03-15'],
    ['March 15, 2024', '2024-03-15'],
    ['15-Mar-2024', '2024-03-15'],
    ['17JAN25', '2025-01-17'],
    ['2023-01-05, 09:30:00', '2023-01-05'],
    ['2023-01-05T16:00:00.000Z', '2023-01-05'],
    ['11/29/2024 4:05 PM ET', '2024-11-29'],
  ])('reads %s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });

  it.each(['', '--', 'n/a', 'Various'])('takes %j for none', (text) => {
    expect(readDay(text)).toBe('');
  });

  it.each(['02/30/2024', '13/01/2024', '2024-13-01', 'Foo 12, 2024', 'soon', '2024', '1/2', '2024-3-5x'])(
    'refuses %s',
    (text) => {
      expect(readDay(text)).toBeNull();
    },
  );

  it('reads the day first when told so', () => {
    expect(readDay('31.01.2023', 'dmy')).toBe('2023-01-31');
    expect(readDay('31/01/2023')).toBeNull();
  });

  it('gives back every day in every spelling', () => {
    fc.assert(
      fc.property(days, (day) => {
        const [year = '', month = '', date = ''] = day.split('-');
        const american = `${month}/${date}/${year}`;
        for (const text of [day, `${year}/${month}/${date}`, `${year}${month}${date}`, american, `${day}, 09:30:00`]) {
          expect(readDay(text)).toBe(day);
        }
        expect(readDay(`${date}/${month}/${year}`, 'dmy')).toBe(day);
      }),
    );
  });
});

describe('symbols', () => {
  it.each([
    ['BRK/B', 'BRK.B'],
    ['BRK B', 'BRK.B'],
    ['brk.b', 'BRK.B'],
    ['BRK-B', 'BRK-B'],
    ['BAC PRL', 'BAC.PRL'],
    ['SPAXX**', 'SPAXX'],
    ['912828YK0', '912828YK0'],
    ['NOT A SYMBOL', null],
    ['-AAPL', null],
    ['', null],
  ])('%s becomes %s', (text, symbol) => {
    expect(readSymbol(text)).toBe(symbol);
  });

  const call = {
    root: 'AAPL',
    underlying: 'AAPL',
    expirationDate: '2025-01-17',
    optionType: 'CALL',
    strikePrice: '150',
  };
  it.each([
    'AAPL 01/17/2025 150.00 C',
    ' -AAPL250117C150',
    'AAPL 17JAN25 150 C',
    'AAPL  250117C00150000',
    'AAPL250117C00150000',
    'AAPL JAN 17 2025 $150 CALL',
    'CALL AAPL 01/17/25 150',
  ])('%s is the call on AAPL of January 2025 at 150', (text) => {
    expect(readContract(text)).toEqual(call);
    expect(looksLikeContract(text.trim()) || text.startsWith('CALL')).toBe(true);
  });

  it('reads a put on a share class, and strikes with decimals', () => {
    expect(readContract('BRK/B 12/19/2025 1,450.50 P')).toEqual({
      root: 'BRKB',
      underlying: 'BRK.B',
      expirationDate: '2025-12-19',
      optionType: 'PUT',
      strikePrice: '1450.5',
    });
    expect(readContract('-F250620P12.5')).toMatchObject({ root: 'F', optionType: 'PUT', strikePrice: '12.5' });
  });

  it.each(['AAPL', 'AAPL1 01/17/2025 150 C', 'AAPL 02/30/2025 150 C', '-AAPL250117X150', 'AAPL 01/17/2025 0 C'])(
    'takes %s for no contract',
    (text) => {
      expect(readContract(text)).toBeNull();
    },
  );

  it('knows what is cash', () => {
    expect(['Cash & Cash Investments', 'CORE**', 'FCASH**', 'cash', 'USD'].filter((text) => !isCashName(text))).toEqual(
      [],
    );
    expect(['SPAXX**', 'VMFXX', 'swvxx'].filter((text) => !isMoneyFund(text))).toEqual([]);
    expect(['CASHX', 'XXX', 'FOXX', 'CORECIVIC'].filter((text) => isCashName(text) || isMoneyFund(text))).toEqual([]);
  });
});

describe('the grammars', () => {
  it('never throw, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.stringMatching(/^[-$(), .\d/A-Z]{0,40}$/)), (text) => {
        for (const read of [
          readFigure,
          readDay,
          readSymbol,
          readContract,
          looksLikeContract,
          isCashName,
          isMoneyFund,
        ]) {
          expect(() => read(text)).not.toThrow();
        }
      }),
    );
  });
});
