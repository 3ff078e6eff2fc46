import { describe, expect, it } from 'vitest';
import { INSIGHT_TYPES } from '../../contracts/insight-store.js';
import { composeInsight, insightPlan, limitationsOf, severityOf } from './insight-plan.kernel.js';

describe('insightPlan', () => {
  it.each(INSIGHT_TYPES)('asks something for %s', (type) => {
    expect(insightPlan({ type, focusArea: null, question: null }).sections.length).toBeGreaterThan(1);
  });

  it('answers the question of the user first', () => {
    const { sections } = insightPlan({ type: 'daily_summary', focusArea: 'beta', question: 'Am I hedged?' });
    expect(sections.slice(0, 2).map(({ question }) => question)).toEqual([
      'Am I hedged?',
      'What about beta in my portfolio?',
    ]);
    expect(insightPlan({ type: 'custom', focusArea: null, question: 'Am I hedged?' }).sections).toHaveLength(1);
  });
});

describe('composeInsight', () => {
  it('takes its findings from the sentences with figures', () => {
    const { summary, keyFindings, fullAnalysis } = composeInsight([
      { heading: 'Value', text: 'It is worth 1,234.50 USD. That is as of Friday.\n- AAPL: 12.5 %' },
      { heading: 'Beta', text: 'There is none.' },
    ]);
    expect(keyFindings).toEqual(['It is worth 1,234.50 USD.', 'AAPL: 12.5 %']);
    expect(summary).toBe('It is worth 1,234.50 USD. That is as of Friday. AAPL: 12.5 %');
    expect(fullAnalysis).toContain('## Beta\n\nThere is none.');
  });
});

describe('severityOf', () => {
  const none = { dailyReturn: null, leverage: null, hhi: null, volatility: null };
  it('goes by thresholds, and is mere information without figures', () => {
    expect(severityOf(none)).toBe('info');
    expect(severityOf({ ...none, leverage: 1 })).toBe('normal');
    expect(severityOf({ ...none, hhi: 2501 })).toBe('elevated');
    expect(severityOf({ ...none, dailyReturn: -0.02 })).toBe('elevated');
    expect(severityOf({ ...none, dailyReturn: -0.031, hhi: 100 })).toBe('warning');
  });
});

describe('limitationsOf', () => {
  it('names what is missing, and is empty when nothing is', () => {
    expect(limitationsOf(new Map([['beta_90d', 'too-few-observations']]), 2)).toBe(
      'Not available: beta_90d (too-few-observations). 2 figures of the text could not be traced to a result.',
    );
    expect(limitationsOf(new Map(), 0)).toBe('');
  });
});
