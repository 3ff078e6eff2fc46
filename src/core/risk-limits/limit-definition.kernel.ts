export const LIMIT_KINDS = [
  'beta',
  'value_at_risk',
  'concentration',
  'factor_tilt',
  'drawdown',
  'expiry',
  'stale_price',
  'target_hit',
] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** What a kind can look at; the first is taken where none is named. Of a factor tilt it is the model. */
export const MEASURES_OF = {
  beta: ['beta_90d', 'beta_252d'],
  value_at_risk: ['historical_var_95'],
  concentration: ['largest_position', 'top_3', 'hhi'],
  factor_tilt: ['style', 'spread', 'rate', 'joint'],
  drawdown: ['current_drawdown'],
  expiry: ['days_to_expiry'],
  stale_price: ['sessions_old'],
  target_hit: ['any', 'eoy', 'next_year', 'downside'],
} as const satisfies Record<LimitKind, readonly [string, ...string[]]>;
export const LIMIT_MEASURES = Object.values(MEASURES_OF).flat();

export interface LimitDefinition {
  readonly kind: LimitKind;
  readonly measure: string;
  /** Of a factor tilt. */
  readonly factor: string | null;
  /** In the unit of the figure: ratios as ratios, 0.05 for 5 %. */
  readonly min: number | null;
  readonly max: number | null;
}

export interface LimitDraft {
  readonly kind: LimitKind;
  readonly measure: string | null;
  readonly factor: string | null;
  readonly min: number | null;
  readonly max: number | null;
}

export interface DefinitionFault {
  readonly field: 'measure' | 'factor' | 'min' | 'max';
  readonly code: string;
  readonly message: string;
}

export type CheckedDefinition =
  | { readonly ok: true; readonly definition: LimitDefinition }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

interface Range {
  readonly isInside: (value: number) => boolean;
  /** After "must be". */
  readonly rule: string;
}

const SHARE: Range = {
  isInside: (value) => value > 0 && value < 1,
  rule: 'a ratio above 0 and below 1, such as 0.25 for 25 %',
};
const POINTS: Range = { isInside: (value) => value > 0 && value < 10_000, rule: 'above 0 and below 10000 points' };
const BETA: Range = { isInside: (value) => Math.abs(value) <= 10, rule: 'a beta from -10 to 10' };
const EXPOSURE: Range = { isInside: (value) => value > 0 && value <= 10, rule: 'an exposure above 0, at most 10' };
const whole = (most: number, unit: string): Range => ({
  isInside: (value) => Number.isInteger(value) && value >= 0 && value <= most,
  rule: `a whole number of ${unit} from 0 to ${String(most)}`,
});

function rangeOf({ kind, measure }: Pick<LimitDefinition, 'kind' | 'measure'>): Range | null {
  switch (kind) {
    case 'beta':
      return BETA;
    case 'value_at_risk':
    case 'drawdown':
      return SHARE;
    case 'concentration':
      return measure === 'hhi' ? POINTS : SHARE;
    case 'factor_tilt':
      return EXPOSURE;
    case 'expiry':
      return whole(365, 'days');
    case 'stale_price':
      return whole(250, 'sessions');
    case 'target_hit':
      return null;
  }
}

/**
 * Whether a limit makes sense: a measure of its kind, a factor where one is tilted to, and the bounds that its figure can
 * go beyond. Beta takes a lower bound, an upper one or both; a reached target needs none; all others take an upper one.
 * @returns every fault, with field, rule and fix
 */
export function checkDefinition(draft: LimitDraft): CheckedDefinition {
  const { kind, factor, min, max } = draft;
  const measures: readonly string[] = MEASURES_OF[kind];
  const measure = draft.measure ?? MEASURES_OF[kind][0];
  const definition = { kind, measure, factor: factor?.trim() ?? null, min, max };
  const faults: DefinitionFault[] = [];
  const fault = (field: DefinitionFault['field'], code: string, message: string): void => {
    faults.push({ field, code, message });
  };
  if (!measures.includes(measure))
    fault('measure', 'not_of_kind', `measure of a limit of kind ${kind} must be ${measures.join(' or ')}.`);
  if (kind === 'factor_tilt' && (definition.factor ?? '') === '')
    fault('factor', 'required', 'factor is missing: name the factor whose exposure is limited, such as Momentum.');
  if (kind !== 'factor_tilt' && factor !== null)
    fault(
      'factor',
      'not_of_kind',
      `factor belongs to limits of kind factor_tilt: leave it out of one of kind ${kind}.`,
    );
  faults.push(...boundFaults(definition));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, definition };
}

function boundFaults(definition: LimitDefinition): DefinitionFault[] {
  const { kind, min, max } = definition;
  const range = rangeOf(definition);
  const faults: DefinitionFault[] = [];
  if (range === null) {
    for (const [field, value] of [['min', min] as const, ['max', max] as const])
      if (value !== null)
        faults.push({
          field,
          code: 'not_of_kind',
          message: `${field} does not belong to a limit of kind ${kind}: the target prices are its bounds, leave it out.`,
        });
    return faults;
  }
  if (kind !== 'beta' && min !== null)
    faults.push({
      field: 'min',
      code: 'not_of_kind',
      message: `min belongs to limits of kind beta: one of kind ${kind} has max alone.`,
    });
  if (kind === 'beta' && min === null && max === null)
    faults.push({ field: 'max', code: 'required', message: 'A limit of kind beta needs min, max or both.' });
  if (kind !== 'beta' && max === null)
    faults.push({ field: 'max', code: 'required', message: `max is missing: it must be ${range.rule}.` });
  for (const [field, value] of [['min', kind === 'beta' ? min : null] as const, ['max', max] as const])
    if (value !== null && !range.isInside(value))
      faults.push({ field, code: 'out_of_range', message: `${field} must be ${range.rule}.` });
  if (kind === 'beta' && min !== null && max !== null && min >= max)
    faults.push({ field: 'min', code: 'not_below_max', message: `min must be below max, ${String(max)}.` });
  return faults;
}
