import { describe, expect, it } from 'vitest';
import { scanFigures } from './number-scan.kernel.js';

const texts = (text: string): string[] => scanFigures(text).map((figure) => figure.text);
const values = (text: string): unknown[] => scanFigures(text).map(({ value }) => value);

describe('scanFigures', () => {
  it.each([
    ['$1,234.50', 1234.5],
    ['-$1,234', -1234],
    ['$-1,234', -1234],
    ['−3.5%', -0.035],
    ['US$12', 12],
    ['CHF 1,234', 1234],
    ['1.2M', 1_200_000],
    ['$3.4 billion', 3.4e9],
    ['12k', 12_000],
    ['45 per cent', 0.45],
    ['45.25 percent', 0.4525],
    ['25 bps', 0.0025],
    ['1.50x', 1.5],
    ['.5', 0.5],
    ['1e-5', 1e-5],
  ])('reads %s', (text, value) => {
    const [figure, ...others] = scanFigures(`It is ${text}, as computed.`);
    expect(others).toEqual([]);
    expect(figure?.text).toBe(text);
    expect(figure?.value).toBeCloseTo(value, 12);
  });

  it('knows how precisely a number is written', () => {
    const tolerances = scanFigures('1.2M, 45%, 45.25%, 3, 0.50').map((figure) =>
      figure.kind === 'number' ? figure.tolerance : null,
    );
    [50_000, 0.005, 0.00005, 0.5, 0.005].forEach((expected, index) => {
      expect(tolerances[index]).toBeCloseTo(expected, 12);
    });
  });

  it('takes round numbers after "about" with a grain of salt', () => {
    expect(scanFigures('about 1,200,000')[0]).toMatchObject({ tolerance: 50_000 });
    expect(scanFigures('about 1,000')[0]).toMatchObject({ tolerance: 50 });
    expect(scanFigures('exactly 1,200,000')[0]).toMatchObject({ tolerance: 0.5 });
  });

  it('knows the unit that a number is written with', () => {
    const units = scanFigures('$1, EUR 2, 3 USD, 4 dollars, 5%, 6 bps, 7x, 8, 9k').map((figure) =>
      figure.kind === 'number' ? figure.unit : null,
    );
    expect(units).toEqual([...Array<string>(4).fill('money'), 'percent', 'percent', 'multiple', 'plain', 'plain']);
  });

  it('counts the digits that say something', () => {
    const digits = scanFigures('1,234; 12.30; 1,200; 0.012; $1.2M; 7').map((figure) =>
      figure.kind === 'number' ? figure.significant : null,
    );
    expect(digits).toEqual([4, 4, 2, 2, 2, 1]);
  });

  it('takes round numbers after "over" and "nearly" from one side', () => {
    expect(scanFigures('over 1,200')[0]).toMatchObject({ tolerance: 50, bound: 'least' });
    expect(scanFigures('nearly 1,200')[0]).toMatchObject({ tolerance: 50, bound: 'most' });
    expect(scanFigures('over 1,234')[0]).toMatchObject({ tolerance: 0.5, bound: null });
  });

  it.each([
    'See [1] and [2, 3].',
    '1. First\n2) Second',
    'The 21-day, 63 trading sessions, 90d and 252 sessions windows; 21 and 63 sessions; 21- and 63-day.',
    'The top 3, the top-10 and your 5 largest holdings.',
    'S&P 500, Russell 2000, Nasdaq-100 and COVID-19.',
    'A 401(k), a 10-K and Q3.',
    'At 16:00 in 2025, since 2024.',
    'R² of SPY240315C00500000',
    'position 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'the 1st and the 2nd',
    'On November 21 and 3 March.',
  ])('leaves names alone: %s', (text) => {
    expect(texts(text)).toEqual([]);
  });

  it('reads a range as two numbers without a sign', () => {
    expect(values('between 1,500–2,500, or 5%-10%, or $1,000-$2,000')).toEqual([1500, 2500, 0.05, 0.1, 1000, 2000]);
  });

  it('marks numbers in parentheses as of either sign', () => {
    expect(scanFigures('a loss ($1,234)')[0]).toMatchObject({ text: '$1,234', sign: 'either', value: 1234 });
    expect(scanFigures('a gain of +2%')[0]).toMatchObject({ sign: 'plus', value: 0.02 });
  });

  it('keeps what it cannot read as a figure without a value', () => {
    expect(scanFigures('It is 1.234,56 or 1,234,56.').map(({ text, value }) => [text, value])).toEqual([
      ['1.234,56', null],
      ['1,234,56', null],
    ]);
  });

  it.each(['2025-11-21', 'November 21, 2025', 'Nov 21 2025', '21 November 2025', '2025-11-21T21:00:00Z'])(
    'reads %s as a date',
    (text) => {
      expect(scanFigures(`As of ${text} it holds.`)).toEqual([
        { kind: 'date', value: '2025-11-21', text, start: 6, end: 6 + text.length },
      ]);
    },
  );
});
