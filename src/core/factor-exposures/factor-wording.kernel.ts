/** In words what a long-short spread means for its holder; the bounds are the contract's. */
export interface SpreadWording {
  readonly direction: string;
  readonly magnitude: 'Strong' | 'Moderate' | 'Mild';
  readonly risk_level: 'high' | 'medium' | 'low';
  readonly explanation: string;
}

const STRONG = 0.5;
const MODERATE = 0.2;

/** What each side of a spread is called. */
const SIDES: Readonly<Record<string, readonly [long: string, short: string]>> = {
  'Growth-Value Spread': ['Growth', 'Value'],
  'Momentum Spread': ['Momentum', 'Contrarian'],
  'Size Spread': ['Small Cap', 'Large Cap'],
  'Quality Spread': ['Quality', 'Speculative'],
};

/** @param exposure return of net asset value per return of the spread */
export function spreadWording(name: string, exposure: number): SpreadWording {
  const [long, short] = SIDES[name] ?? ['Long side', 'Short side'];
  const size = Math.abs(exposure);
  const magnitude = size > STRONG ? 'Strong' : size > MODERATE ? 'Moderate' : 'Mild';
  const direction = size <= MODERATE ? 'Neutral' : exposure > 0 ? long : short;
  const [better, worse] = exposure >= 0 ? [long, short] : [short, long];
  return {
    direction,
    magnitude,
    risk_level: magnitude === 'Strong' ? 'high' : magnitude === 'Moderate' ? 'medium' : 'low',
    explanation:
      `When ${better.toLowerCase()} stocks beat ${worse.toLowerCase()} ones by 1 % and the market stands still, ` +
      `the portfolio gains about ${size.toFixed(2)} % of its value.`,
  };
}
