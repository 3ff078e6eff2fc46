/** What is asked of figures that the night computes, and of what is supposed: words by topic. */
export const COMPUTED = {
  var: /value[- ]at[- ]risk|\bc?var\b|expected shortfall|worst[- ]case|(?:maximum|max|potential) loss|\b(?:could|can|might|may) (?:i|we|my \w+) (?:\w+ )?(?:lose|drop|fall)|backtest/,
  drivers:
    /\bdriv\w*\b[^?]*\b(?:risk|volatil)|\brisk contribut|\bcontribut\w*\b[^?]*\b(?:risk|volatil)|\b(?:risk|volatility)\b(?! (?:figure|number))[^?]*\bcom(?:e|es|ing) from|\b(?:sources?|most) of (?:my|the|our) (?:risk|volatility)|\badds? (?:the )?most (?:risk|volatility)|independent bets|diversification ratio/,
  factors:
    /\bfactors?\b(?! (?:of|in|for|that)\b)|\bstyles?\b|\bmomentum\b|\b(?:value|growth|size|quality|small[- ]cap|large[- ]cap)[- ](?:tilt|factor|exposure|bias|stocks?)|\btilt\w*|\bspread (?:betas?|exposures?|factors?)|low[- ]vol(?:atility)? (?:factor|tilt|exposure)|\binterest[- ]rates?\b|\b(?:sensitiv|expos)\w*\b[^?]*\bto (?:interest )?(?:rates?|bonds|treasur\w+|yields?)\b|\bduration\b/,
  ratios: /sharpe|sortino|calmar|drawdown|risk[- ]adjusted/,
  forecast:
    /\b(?:forecast|expect|predict|outlook|garch|ewma)\w*\b[^?]*(?:volatil|\bvol\b)|(?:volatil\w*|\bvol\b)[^?]*\b(?:forecast|predict|expect|outlook|garch|ewma|next (?:week|month))|\b(?:garch|ewma)\b/,
  correlation:
    /correlat|\bclusters?\b|\bmov\w* (?:together|alike|in step|in tandem|the same way)|\bhow (?:well )?diversified\b/,
  greeks: /\bgreeks?\b|\bdelta\b|\bgamma\b|\bvega\b|\btheta\b|\brho\b|implied vol|time decay/,
  limits: /\b(?:limits?|alerts?)\b|^(?!.*(?:\bvar\b|value[- ]at[- ]risk)).*\bbreach/,
  trade:
    /\b(?:if|suppos\w*|were to)\b[^?]*\b(?:i|we)\b[^?]*\b(?:sell|sold|buy|bought|short(?:ed)?|cover(?:ed)?|trim(?:med)?|add(?:ed)?|halved?|doubled?)\b/,
  company:
    /\bwhat (?:does|do) (?!(?:it|that|this|they|you|i|we)\b)[^?]{2,40}\bdo\b|\b(?:what|which) (?:sector|industry) (?:is|does|are)\b(?! (?:my|our|the) (?:portfolio|largest))|\bp ?\/ ?e\b|\bpe ratio|price[- ](?:to[- ])?earnings|market cap|capitali[sz]ation|dividend yield|\b(?:target prices?|price targets?)\b|\banalysts?\b|\b(?:next )?earnings (?:date|report|call)\b|\bnext earnings\b|\bwhat (?:sector|industry)\b|'s (?:sector|industry)\b/,
} as const;
