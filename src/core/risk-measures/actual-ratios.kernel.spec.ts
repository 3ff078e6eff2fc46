import { describe, expect, it } from 'vitest';
import { actualRatios, type Closes } from './actual-ratios.kernel.js';

const DAYS = [
  { date: '2024-09-10', dailyReturn: 0.1 },
  { date: '2024-09-11', dailyReturn: -0.2 },
  { date: '2024-09-13', dailyReturn: null },
  { date: '2024-09-16', dailyReturn: 0.05 },
];
const close = (date: string, price: number, split = 1, dividend = 0) => ({ date, close: price, split, dividend });
const value = (figure: { ok: boolean; value?: number }): number => {
  if (!figure.ok || figure.value === undefined) throw new Error('no figure');
  return figure.value;
};

describe('actualRatios', () => {
  it('are of the days that have a return', () => {
    const { max_drawdown, current_drawdown, omega_ratio, upside_capture } = actualRatios(DAYS, null);
    expect(value(max_drawdown)).toBeCloseTo(-0.2, 12);
    expect(value(current_drawdown)).toBeCloseTo(0.8 * 1.05 - 1, 12);
    expect(value(omega_ratio)).toBeCloseTo(0.15 / 0.2, 12);
    expect(upside_capture).toEqual({ ok: false, reason: 'no-benchmark' });
  });

  it('stand beside the total returns of the benchmark, from session to session', () => {
    const benchmark: Closes = {
      basis: 'raw',
      days: [
        close('2024-09-09', 100),
        close('2024-09-10', 55, 2, 0),
        close('2024-09-11', 43, 1, 1),
        close('2024-09-12', 43),
        close('2024-09-13', 40),
        close('2024-09-16', 44),
      ],
    };
    // + 10 %, - 20 % and + 10 %: the portfolio's own sessions are + 10 %, - 20 % and + 5 %.
    const { upside_capture, downside_capture } = actualRatios(DAYS, benchmark);
    expect(value(downside_capture)).toBeCloseTo(1, 9);
    expect(value(upside_capture)).toBeCloseTo(((1.1 * 1.05) ** 126 - 1) / (1.1 ** 252 - 1), 9);
  });

  it('say why there are none', () => {
    expect(actualRatios([], null).max_drawdown).toEqual({ ok: false, reason: 'too-few-observations' });
  });
});
