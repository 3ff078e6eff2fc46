import { Inject, Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { INSIGHT_STORE, type InsightStore, type InsightType, type InsightView } from '../../contracts/insight-store.js';
import { PORTFOLIO_READER, type PortfolioReader, type PortfolioView } from '../../contracts/portfolio-reader.js';
import { USAGE_LEDGER, type UsageLedger } from '../../contracts/usage-ledger.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { AnswerRunner } from '../chat/answer.runner.js';
import { ChatPortfolioNotFound, describeFailure, storyOf } from '../chat/chat.errors.js';
import type { WireFigure } from '../chat/chat.events.js';
import { withoutCitations } from '../chat/citation.kernel.js';
import { findingsOf } from '../chat/findings.js';
import { Transcript } from '../chat/transcript.js';
import { InsightFailed } from './insight-generation.errors.js';
import { composeInsight, insightPlan, type InsightSection, limitationsOf, severityOf } from './insight-plan.kernel.js';

export interface InsightRequest {
  readonly portfolioId: string;
  readonly type: InsightType;
  readonly focusArea: string | null;
  readonly question: string | null;
}

interface Written extends InsightSection {
  readonly text: string;
  readonly transcript: Transcript;
  readonly figures: readonly WireFigure[];
}

/** Of the whole analysis: a proxy gives up soon after. */
const LIMIT_MS = 110_000;

/** Writes an analysis section by section, with the same tools and tracing as an answer of the chat. */
@Injectable()
export class InsightGenerationService {
  private readonly log = new Logger(InsightGenerationService.name);

  constructor(
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    @Inject(INSIGHT_STORE) private readonly insights: InsightStore,
    @Inject(USAGE_LEDGER) private readonly usage: UsageLedger,
    private readonly runner: AnswerRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One of the last day that answers the same about the same session is given again, and not charged. */
  async generate(userId: string, request: InsightRequest): Promise<InsightView> {
    const portfolio = await this.portfolios.findForUser(userId, request.portfolioId);
    if (portfolio === null) throw new ChatPortfolioNotFound();
    const cacheKey = keyOf(request, portfolio.asOf, this.runner.model);
    const known = await this.insights.findFresh(userId, request.portfolioId, cacheKey);
    if (known !== null) return known;
    const usageId = await this.usage.reserve(userId, 'insight', this.runner.model);
    const total = new Transcript(() => performance.now());
    try {
      const sections = await this.write(userId, request);
      const insight = await this.insights.add(
        userId,
        this.insightOf(request, portfolio, { sections, cacheKey, total }),
      );
      await this.finish(userId, usageId, { sections, total, error: null });
      return insight;
    } catch (error) {
      const { code, error: message, isOurs } = describeFailure(error);
      if (isOurs) this.log.error(`An insight failed: ${code}`, storyOf(error));
      await this.finish(userId, usageId, { sections: [], total, error: { code, message } });
      throw new InsightFailed(code, message, error);
    }
  }

  private async write(userId: string, { portfolioId, type, focusArea, question }: InsightRequest): Promise<Written[]> {
    const today = isoDay(this.clock.now());
    const signal = AbortSignal.timeout(LIMIT_MS);
    const written: Written[] = [];
    for (const section of insightPlan({ type, focusArea, question }).sections) {
      const transcript = new Transcript(() => performance.now());
      const turn = { caller: { userId, portfolioId }, question: section.question, history: [], today };
      for await (const payload of this.runner.answer(turn, transcript, signal)) transcript.note(payload);
      const { figures } = findingsOf(turn, transcript);
      written.push({ ...section, text: withoutCitations(transcript.text), transcript, figures });
    }
    return written;
  }

  private insightOf(
    { portfolioId, type: insightType, focusArea, question: userQuestion }: InsightRequest,
    { name, asOf }: PortfolioView,
    { sections, cacheKey, total }: { sections: readonly Written[]; cacheKey: string; total: Transcript },
  ) {
    const { title } = insightPlan({ type: insightType, focusArea, question: userQuestion });
    const figures = sections.flatMap((section) => section.figures);
    const untraced = figures.filter(({ traced }) => !traced).length;
    return {
      ...{ portfolioId, insightType, focusArea, userQuestion, cacheKey },
      title: `${title}: ${name}${asOf === null ? '' : `, ${asOf}`}`,
      ...composeInsight(sections),
      severity: severityOf({
        dailyReturn: figureIn(sections, 'daily_return'),
        leverage: figureIn(sections, 'leverage'),
        hhi: figureIn(sections, 'hhi'),
        volatility: figureIn(sections, 'realized_volatility_21d'),
      }),
      // Advice is for people to give: what is written is what the figures say.
      recommendations: [],
      dataLimitations: limitationsOf(reasonsIn(sections), untraced),
      figures,
      ...this.tokensOf(sections),
      model: this.runner.model,
      generationTimeMs: total.elapsedMs,
      toolCallsCount: sections.reduce((sum, { transcript }) => sum + transcript.toolUses.length, 0),
    };
  }

  private finish(
    userId: string,
    usageId: string,
    {
      sections,
      total,
      error,
    }: { sections: readonly Written[]; total: Transcript; error: { code: string; message: string } | null },
  ): Promise<void> {
    const toolCalls = sections.flatMap(({ transcript }) => transcript.usageOf(this.runner.model, null).toolCalls);
    const about = { conversationId: null, messageId: null, firstTokenMs: null, latencyMs: total.elapsedMs };
    return this.usage.finish(userId, usageId, {
      ...about,
      ...this.tokensOf(sections),
      model: this.runner.model,
      toolCalls,
      error,
    });
  }

  /** Null as soon as one section has no count: a sum that leaves some out would be wrong. */
  private tokensOf(sections: readonly Written[]): { inputTokens: number | null; outputTokens: number | null } {
    const sum = (field: 'input_tokens' | 'output_tokens'): number | null =>
      sections.length === 0
        ? null
        : sections.reduce<number | null>((total, { transcript }) => {
            const count = transcript.usage[field];
            return total === null || count === null ? null : total + count;
          }, 0);
    return { inputTokens: sum('input_tokens'), outputTokens: sum('output_tokens') };
  }
}

const dataOf = (sections: readonly Written[]): readonly Readonly<Record<string, unknown>>[] =>
  sections.flatMap(({ transcript }) =>
    transcript.toolUses.flatMap(({ tool_result: result }) => (result?.data ? [result.data] : [])),
  );

function figureIn(sections: readonly Written[], name: string): number | null {
  const value = dataOf(sections)
    .map((data) => data[name])
    .find((one) => typeof one === 'number');
  return typeof value === 'number' ? value : null;
}

function reasonsIn(sections: readonly Written[]): ReadonlyMap<string, string> {
  const entries = dataOf(sections).flatMap(({ reasons }) =>
    typeof reasons === 'object' && reasons !== null ? Object.entries(reasons as Record<string, string>) : [],
  );
  return new Map(entries);
}

function keyOf({ portfolioId, type, focusArea, question }: InsightRequest, asOf: string | null, model: string): string {
  return createHash('sha256')
    .update(JSON.stringify([portfolioId, type, focusArea, question, asOf, model]))
    .digest('hex');
}
