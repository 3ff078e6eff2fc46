import { describe, expect, it } from 'vitest';
import { checkAnswers, PORTFOLIO_VALUE, SECTORS } from '../../../../test/support/demo-answers.js';
import { sectors } from './sector-wording.kernel.js';

describe('questions about sectors', () => {
  checkAnswers([
    {
      asks: ['Which sectors am I overweight in?', 'Where am I overweight or underweight?'],
      calls: [SECTORS],
      says: [
        'Against the benchmark you are overweight in Information Technology and Consumer Discretionary:',
        '- Information Technology: 64.1% of gross market value, 31.9% in the benchmark',
        'Against the benchmark you are underweight in Financials:',
        '- Financials: 0.0% of gross market value, 13.3% in the benchmark',
      ],
      never: ['Unclassified', PORTFOLIO_VALUE],
    },
    {
      asks: ["What's my exposure to tech?", 'What sectors am I in?', 'Show me my sector exposure by industry'],
      calls: [SECTORS],
      says: ['By sector, of gross market value:', '- Information Technology: 64.1%', '- Unclassified: 20.1%'],
      never: ['Financials', 'overweight', PORTFOLIO_VALUE],
    },
  ]);
});

describe('sector weights', () => {
  it('that are not there say why', () => {
    expect(sectors({ sectors: [], reasons: { sectors: 'no-positions' } }, 'my sectors')).toBe(
      'There are no sector weights: there are no open positions.',
    );
  });

  it('are not compared with a benchmark that nobody knows', () => {
    const rows = [{ name: 'Energy', weight: 1, benchmark_weight: null, active_weight: null }];
    const text = sectors({ sectors: rows, reasons: { benchmark_weight: 'no-benchmark' } }, 'am i overweight');
    expect(text).toBe('I cannot compare your sector weights: those of the benchmark are not known.');
  });

  it('like those of the benchmark are neither over nor under', () => {
    const rows = [{ name: 'Energy', weight: 0.04, benchmark_weight: 0.0399, active_weight: 0.0001 }];
    expect(sectors({ sectors: rows }, 'am i overweight')).toBe(
      'Against the benchmark you are overweight in no sector.\n\nAgainst the benchmark you are underweight in no sector.',
    );
  });
});
