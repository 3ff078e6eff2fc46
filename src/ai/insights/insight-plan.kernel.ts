/** A part of an analysis: what the analyst is asked for it. */
export interface InsightSection {
  readonly heading: string;
  readonly question: string;
}

export interface InsightPlan {
  readonly title: string;
  readonly sections: readonly InsightSection[];
}

export interface InsightWish {
  readonly type: string;
  readonly focusArea: string | null;
  readonly question: string | null;
}

const VALUE = {
  heading: 'Value and P&L',
  question: 'What is my portfolio worth, and what is the P&L of the last session?',
};
const EXPOSURE = { heading: 'Exposure', question: 'What are my gross and net exposure, and my leverage?' };
const CONCENTRATION = { heading: 'Concentration', question: 'How concentrated is my portfolio?' };
const VOLATILITY = { heading: 'Volatility', question: 'How volatile is my portfolio?' };
const BETA = { heading: 'Market beta', question: 'What is the beta of my portfolio?' };
const HOLDINGS = { heading: 'Largest holdings', question: 'What are my largest holdings?' };

/** Sections by type of insight. Where a subject has no tool of its own, what bears on it is asked for. */
const PLANS: Readonly<Record<string, InsightPlan>> = {
  daily_summary: { title: 'Daily summary', sections: [VALUE, EXPOSURE, HOLDINGS] },
  morning_briefing: { title: 'Morning briefing', sections: [VALUE, EXPOSURE, CONCENTRATION, VOLATILITY] },
  volatility_analysis: { title: 'Volatility', sections: [VOLATILITY, BETA] },
  concentration_risk: { title: 'Concentration', sections: [CONCENTRATION, HOLDINGS] },
  hedge_quality: { title: 'Hedging', sections: [EXPOSURE, BETA] },
  factor_exposure: { title: 'Market exposure', sections: [BETA, EXPOSURE] },
  stress_test_review: { title: 'Exposure to a fall of the market', sections: [BETA, VOLATILITY, EXPOSURE] },
  custom: { title: 'Analysis', sections: [VALUE, EXPOSURE] },
};

/** A question of the user's own is answered first, and a subject that he names is asked about. */
export function insightPlan({ type, focusArea, question }: InsightWish): InsightPlan {
  const { title, sections } = PLANS[type] ?? { title: 'Analysis', sections: [VALUE] };
  return {
    title,
    sections: [
      ...(question === null ? [] : [{ heading: 'Your question', question }]),
      ...(focusArea === null ? [] : [{ heading: focusArea, question: `What about ${focusArea} in my portfolio?` }]),
      ...(type === 'custom' && question !== null ? [] : sections),
    ],
  };
}

export interface WrittenSection {
  readonly heading: string;
  readonly text: string;
}

const MAX_FINDINGS = 6;
const MAX_SUMMARY = 600;

/** The parts of an insight that follow from its text. */
export function composeInsight(sections: readonly WrittenSection[]): {
  readonly summary: string;
  readonly keyFindings: readonly string[];
  readonly fullAnalysis: string;
} {
  const sentences = sections.flatMap(({ text }) => sentencesOf(text));
  const findings = sentences.filter((sentence) => /\d/.test(sentence));
  return {
    summary: clipped(
      sentencesOf(sections[0]?.text ?? '')
        .slice(0, 3)
        .join(' '),
    ),
    keyFindings: findings.slice(0, MAX_FINDINGS),
    fullAnalysis: sections.map(({ heading, text }) => `## ${heading}\n\n${text.trim()}`).join('\n\n'),
  };
}

/** Sentences and items of lists, without their marks; a full stop inside a number ends nothing. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?])\s+(?=[A-Z"'])/)
    .map((part) => part.replace(/^\s*(?:[-*#]+\s*|\d+\.\s+)/, '').trim())
    .filter((part) => part !== '');

const clipped = (text: string): string => (text.length > MAX_SUMMARY ? `${text.slice(0, MAX_SUMMARY - 1)}…` : text);

/** Figures by which an insight is told urgent; null where there is none. Ratios, but the index (0 to 10,000). */
export interface SeverityFigures {
  readonly dailyReturn: number | null;
  readonly leverage: number | null;
  readonly hhi: number | null;
  readonly volatility: number | null;
}

/** By fixed thresholds, which docs/api-compatibility.md lists; without any figure it is `info`. */
export function severityOf({
  dailyReturn,
  leverage,
  hhi,
  volatility,
}: SeverityFigures): 'info' | 'normal' | 'elevated' | 'warning' {
  const known = [dailyReturn, leverage, hhi, volatility].filter((value) => value !== null);
  if (known.length === 0) return 'info';
  const above = (value: number | null, limit: number): boolean => value !== null && value > limit;
  if ((dailyReturn !== null && dailyReturn < -0.03) || above(leverage, 3) || above(volatility, 0.6)) return 'warning';
  if (
    (dailyReturn !== null && dailyReturn < -0.015) ||
    above(leverage, 2) ||
    above(hhi, 2500) ||
    above(volatility, 0.35)
  )
    return 'elevated';
  return 'normal';
}

/** Which figures there were not, and why, in a sentence. */
export function limitationsOf(reasons: ReadonlyMap<string, string>, untraced: number): string {
  const missing = [...reasons].map(([field, reason]) => `${field} (${reason})`);
  return [
    ...(missing.length === 0 ? [] : [`Not available: ${missing.join(', ')}.`]),
    ...(untraced === 0 ? [] : [`${untraced} figures of the text could not be traced to a result.`]),
  ].join(' ');
}
