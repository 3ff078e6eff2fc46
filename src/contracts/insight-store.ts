export const INSIGHT_TYPES = [
  'daily_summary',
  'morning_briefing',
  'volatility_analysis',
  'concentration_risk',
  'hedge_quality',
  'factor_exposure',
  'stress_test_review',
  'custom',
] as const;
export type InsightType = (typeof INSIGHT_TYPES)[number];

export const INSIGHT_SEVERITIES = ['info', 'normal', 'elevated', 'warning', 'critical'] as const;
export type InsightSeverity = (typeof INSIGHT_SEVERITIES)[number];

/** An analysis as it was written. */
export interface NewInsight {
  readonly portfolioId: string;
  readonly insightType: InsightType;
  readonly title: string;
  readonly severity: InsightSeverity;
  readonly summary: string;
  readonly keyFindings: readonly string[];
  readonly recommendations: readonly string[];
  readonly fullAnalysis: string;
  readonly dataLimitations: string;
  readonly focusArea: string | null;
  readonly userQuestion: string | null;
  /** Each figure of the text with the result that it came from; stored as they are. */
  readonly figures: readonly unknown[];
  readonly model: string;
  readonly generationTimeMs: number;
  /** Null where the model does not say. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly toolCallsCount: number;
  /** The same for the same question about the same session. */
  readonly cacheKey: string;
}

/** Wire shape: clients read it as it is. */
export interface InsightView {
  readonly id: string;
  readonly portfolio_id: string;
  readonly insight_type: InsightType;
  readonly title: string;
  readonly severity: InsightSeverity;
  readonly summary: string;
  readonly key_findings: readonly string[];
  readonly recommendations: readonly string[];
  readonly full_analysis: string;
  readonly data_limitations: string;
  readonly focus_area: string | null;
  readonly user_question: string | null;
  readonly created_at: string;
  readonly viewed: boolean;
  readonly dismissed: boolean;
  readonly user_rating: number | null;
  readonly user_feedback: string | null;
  readonly figures: readonly unknown[];
  readonly performance: {
    /** Null: what a token costs is not known here. */
    readonly cost_usd: number | null;
    readonly generation_time_ms: number;
    readonly token_count: number | null;
  };
}

/** Core's analyses of portfolios. Each call is a transaction of its own. */
export interface InsightStore {
  /** One with this key that is not older than a day; null when there is none. */
  findFresh(userId: string, portfolioId: string, cacheKey: string): Promise<InsightView | null>;
  /** Refuses a portfolio that is not this user's. */
  add(userId: string, insight: NewInsight): Promise<InsightView>;
}

export const INSIGHT_STORE = Symbol('InsightStore');
