import { type ModelMessage, stepCountIs, streamText } from 'ai';
import { type PortfolioView } from '../../src/contracts/portfolio-reader.js';
import { type RiskReader } from '../../src/contracts/risk-reader.js';
import { type TracedFigure, traceFigures } from '../../src/ai/chat/figure-tracing.kernel.js';
import { buildSystemPrompt, type PromptPassage } from '../../src/ai/chat/prompt.kernel.js';
import { type ToolResult } from '../../src/ai/chat/tools/tool.js';
import { ToolRegistry } from '../../src/ai/chat/tools/tool.registry.js';
import { offlineAnalyst } from '../../src/ai/models/offline-analyst.provider.js';
import { toolsOver } from './analyst-tools.js';
import { fakeAnalytics } from './fake-analytics.js';
import { fakePortfolioReader, USER } from './fake-readers.js';

export interface Ask {
  readonly owned: readonly PortfolioView[];
  readonly risk: RiskReader;
  readonly portfolioId: string | null;
  readonly today?: string;
  readonly passages?: readonly PromptPassage[];
  readonly before?: readonly ModelMessage[];
}

export interface Asked {
  readonly text: string;
  readonly deltas: readonly string[];
  readonly tools: readonly string[];
  /** Each with its arguments but for the portfolio's id: `get_portfolio_complete {"symbols":["AAPL"]}`. */
  readonly calls: readonly string[];
  /** The portfolios that were asked about. */
  readonly portfolioIds: readonly string[];
  readonly figures: readonly TracedFigure[];
  readonly untraced: readonly string[];
}

let ids = 0;
const newId = (): string => `r${++ids}`;

/** Puts a question to the offline analyst with the real tools over readers that are fakes. */
export async function askAnalyst(question: string, ask: Ask): Promise<Asked> {
  const { portfolioId, today = '2025-11-24', passages = [], before = [] } = ask;
  const result = streamText({
    model: offlineAnalyst().model,
    system: buildSystemPrompt({ context: { portfolioId, today }, memories: [], passages }),
    messages: [...before, { role: 'user', content: question }],
    tools: registry(ask).forModel({ userId: USER, portfolioId }),
    stopWhen: stepCountIs(5),
  });
  const deltas: string[] = [];
  const inputs: { toolName: string; input: Record<string, unknown> }[] = [];
  const results: { toolName: string; output: ToolResult }[] = [];
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta') deltas.push(part.text);
    if (part.type === 'tool-call') {
      inputs.push({ toolName: part.toolName, input: part.input as Record<string, unknown> });
    }
    if (part.type === 'tool-result') results.push({ toolName: part.toolName, output: part.output as ToolResult });
  }
  const text = await result.text;
  const figures = traceFigures(text, {
    results: results.map(({ toolName, output: { meta, data } }) => ({
      ...{ toolName, resultId: meta.result_id, asOf: meta.as_of, units: meta.units, data },
    })),
    passages: passages
      .filter(({ index }) => text.includes(`[${index}]`))
      .map(({ index, content }) => ({ citation: index, text: content })),
    knownDates: [today],
  });
  return {
    ...{ text, deltas, figures },
    tools: inputs.map(({ toolName }) => toolName),
    calls: inputs.map(({ toolName, input }) => callOf(toolName, input)),
    portfolioIds: [...new Set(inputs.flatMap(({ input }) => (input['portfolio_id'] as string | undefined) ?? []))],
    untraced: figures.filter(({ traced }) => !traced).map((figure) => figure.text),
  };
}

function registry({ owned, risk }: Ask): ToolRegistry {
  const portfolios = fakePortfolioReader({ [USER]: owned });
  const tools = toolsOver(
    {
      portfolios,
      risk,
      ...fakeAnalytics(
        USER,
        owned.map(({ id }) => id),
      ),
    },
    newId,
  );
  return new ToolRegistry(tools, newId);
}

function callOf(toolName: string, input: Readonly<Record<string, unknown>>): string {
  const others = Object.entries(input).filter(([name]) => name !== 'portfolio_id');
  return others.length === 0 ? toolName : `${toolName} ${JSON.stringify(Object.fromEntries(others))}`;
}
