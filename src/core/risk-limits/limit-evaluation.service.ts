import { Inject, Injectable, Logger } from '@nestjs/common';
import { asSystem } from '../../shared/database/transactions.js';
import { Clock } from '../../shared/time/clock.js';
import { AlertEpisodeService, type Episode, type Finding } from '../alerts/alert-episode.service.js';
import { CoreDatabaseDown } from '../core.errors.js';
import { CoreTransactions } from '../core.transactions.js';
import { isEmpty, planEpisodes } from './episode-plan.kernel.js';
import { type Breach, evaluateLimit, type LimitOutcome, type PortfolioFigures } from './limit-evaluation.kernel.js';
import { LIMIT_FIGURES, type LimitFigures } from './limit-figures.js';
import { breachMessage } from './limit-wording.kernel.js';
import { type Evaluation, RiskLimitRepository, type StoredLimit } from './risk-limit.repository.js';

export interface EvaluationReport {
  readonly limits: number;
  /** Limits whose evaluation failed; the others were evaluated all the same. */
  readonly failed: number;
}

const IDENTITY = asSystem('batch');
const PORTFOLIOS_A_PAGE = 100;

/** The figures of a limit, or that there is none that it may be compared with. */
interface Judgement {
  readonly evaluation: Evaluation;
  /** Null: what is known of its breaches stays as it is. */
  readonly outcome: LimitOutcome | null;
}

/**
 * Compares active limits with the figures of the newest session, and raises, updates and ends alerts. Run again on the same
 * figures it writes nothing. Each limit is a transaction of its own.
 */
@Injectable()
export class LimitEvaluationService {
  private readonly log = new Logger('Limits');

  constructor(
    private readonly tx: CoreTransactions,
    private readonly limits: RiskLimitRepository,
    @Inject(LIMIT_FIGURES) private readonly figures: LimitFigures,
    private readonly episodes: AlertEpisodeService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param portfolioIds null for all portfolios
   * @param signal given when the rest is to be left for the next time
   */
  async evaluate(portfolioIds: readonly string[] | null, signal?: AbortSignal): Promise<EvaluationReport> {
    const report = { limits: 0, failed: 0 };
    let after: string | null = null;
    do {
      const page = await this.tx.run(IDENTITY, () => this.limits.listActive(portfolioIds, after, PORTFOLIOS_A_PAGE));
      after = page.at(-1)?.portfolioId ?? null;
      for (const [id, limits] of byPortfolio(page)) {
        if (signal?.aborted === true) return report;
        report.limits += limits.length;
        report.failed += await this.evaluatePortfolio(id, limits);
      }
    } while (after !== null);
    return report;
  }

  /** @returns how many failed */
  private async evaluatePortfolio(portfolioId: string, limits: readonly StoredLimit[]): Promise<number> {
    let found: { readonly figures: PortfolioFigures | null; readonly open: readonly Episode[] };
    try {
      found = await this.tx.run(IDENTITY, async () => ({
        figures: await this.figures.find(portfolioId, new Set(limits.map(({ kind }) => kind))),
        open: await this.episodes.listOpen(limits.map(({ id }) => id)),
      }));
    } catch (error) {
      this.report(error, `the limits of portfolio ${portfolioId}`);
      return limits.length;
    }
    let failed = 0;
    for (const limit of limits) {
      try {
        await this.evaluateLimit(
          limit,
          found.figures,
          found.open.filter(({ limitId }) => limitId === limit.id),
        );
      } catch (error) {
        this.report(error, `limit ${limit.id}`);
        failed += 1;
      }
    }
    return failed;
  }

  private async evaluateLimit(
    limit: StoredLimit,
    figures: PortfolioFigures | null,
    open: readonly Episode[],
  ): Promise<void> {
    const judgement = judge(limit, figures);
    if (!hasNews(limit, judgement, open)) return;
    await this.tx.run(IDENTITY, async () => {
      // Somebody may have changed it meanwhile: then the next run looks at what it is now.
      const current = await this.limits.findLocked(limit.portfolioId, limit.id);
      if (current === null || !current.isActive || definitionOf(current) !== definitionOf(limit)) return;
      await this.apply(current, judgement, await this.episodes.listOpen([limit.id]));
      if (isOther(current, judgement.evaluation))
        await this.limits.recordEvaluation(limit.id, judgement.evaluation, this.clock.now());
    });
  }

  private async apply(limit: StoredLimit, { outcome, evaluation }: Judgement, open: readonly Episode[]): Promise<void> {
    const { asOf } = evaluation;
    if (outcome === null || asOf === null) return;
    const { id: limitId, portfolioId, kind } = limit;
    const plan = planEpisodes(open, outcome, asOf);
    const finding = (breach: Breach): Finding => ({ ...breach, asOf, message: breachMessage(limit, breach) });
    for (const breach of plan.raise) await this.episodes.raise({ limitId, portfolioId, kind }, finding(breach));
    for (const { alertId, breach } of plan.update) await this.episodes.update(alertId, finding(breach));
    for (const episode of open) if (plan.end.includes(episode.alertId)) await this.episodes.end(episode, asOf);
  }

  /** @throws what concerns more than this limit */
  private report(error: unknown, what: string): void {
    if (error instanceof CoreDatabaseDown) throw error;
    this.log.error(`${what} could not be evaluated`, error);
  }
}

/** The valuation of an earlier session, where one of a later session has been taken back, says nothing of today. */
function judge(limit: StoredLimit, figures: PortfolioFigures | null): Judgement {
  const none = (reason: string): Judgement => ({
    evaluation: { status: 'not_evaluated', reason, value: null, asOf: limit.asOf },
    outcome: null,
  });
  if (figures === null) return none('not-computed-yet');
  if (limit.asOf !== null && figures.asOf < limit.asOf) return none('missing-valuation');
  const outcome = evaluateLimit(limit, figures);
  const { status, reason, value } = outcome;
  return { evaluation: { status, reason, value, asOf: figures.asOf }, outcome };
}

const isOther = (limit: StoredLimit, { status, reason, value, asOf }: Evaluation): boolean =>
  limit.status !== status || limit.reason !== reason || limit.value !== value || limit.asOf !== asOf;

const hasNews = (limit: StoredLimit, { evaluation, outcome }: Judgement, open: readonly Episode[]): boolean =>
  isOther(limit, evaluation) ||
  (outcome !== null && evaluation.asOf !== null && !isEmpty(planEpisodes(open, outcome, evaluation.asOf)));

const definitionOf = ({ kind, measure, factor, min, max }: StoredLimit): string =>
  JSON.stringify([kind, measure, factor, min, max]);

function byPortfolio(limits: readonly StoredLimit[]): Map<string, StoredLimit[]> {
  const groups = new Map<string, StoredLimit[]>();
  for (const limit of limits) groups.set(limit.portfolioId, [...(groups.get(limit.portfolioId) ?? []), limit]);
  return groups;
}
