import { type ModelMessage } from 'ai';
import { expect, it } from 'vitest';
import { askAnalyst, type Asked } from './ask-analyst.js';
import { DEMO, demoPortfolio, demoRiskReader } from './demo-readers.js';

export const HOLDINGS = 'get_portfolio_complete';
export const OVERVIEW = 'get_analytics_overview';
export const CONCENTRATION = 'get_concentration_metrics';
export const VOLATILITY = 'get_volatility_analysis';
export const SECTORS = 'get_sector_exposure';
export const holdingsOf = (...symbols: string[]): string => `${HOLDINGS} ${JSON.stringify({ symbols })}`;
export const betaOf = (...symbols: string[]): string => `${OVERVIEW} ${JSON.stringify({ symbols })}`;

/** Net asset value of the demo portfolio: in no answer that is about a part of it. */
export const PORTFOLIO_VALUE = '1,254,301';

/** Questions about the demo portfolio in other words, the calls that they lead to, and what the answer says. */
export interface Row {
  readonly asks: readonly string[];
  readonly calls: readonly string[];
  readonly says: readonly string[];
  readonly never?: readonly string[];
}

export const askDemo = (question: string, before: readonly ModelMessage[] = []): Promise<Asked> =>
  askAnalyst(question, { owned: [demoPortfolio], risk: demoRiskReader(), portfolioId: DEMO, before });

export function checkAnswers(rows: readonly Row[]): void {
  const cases = rows.flatMap(({ asks, ...row }) => asks.map((question) => ({ question, ...row })));
  it.each(cases)('$question', async ({ question, calls, says, never = [] }) => {
    const asked = await askDemo(question);
    expect([...asked.calls].sort()).toEqual([...calls].sort());
    for (const sentence of says) expect(asked.text).toContain(sentence);
    for (const sentence of never) expect(asked.text).not.toContain(sentence);
    expect(asked.untraced).toEqual([]);
    if (calls.length > 0) expect(asked.text).toContain('as of 2025-11-21.');
  });
}
