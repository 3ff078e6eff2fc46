import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import type { ClustersView, CorrelationFacts, CorrelationsView } from './correlation-view.js';

const MESSAGES: Readonly<Record<string, string>> = {
  'not-computed-yet': 'The next run of the batch computes the correlations.',
  'computation-failed': 'The calculation failed; the others are not touched by that.',
  'no-positions': 'Nothing is held.',
  'too-few-observations':
    'Fewer than two listed holdings of at least 1 % have enough returns; correlations take two of them.',
  'not-applicable': 'No two holdings have enough sessions in common.',
};
/** What the stored calculation looks back on, and which pairs it keeps. */
const STORED = { window: 90, minOverlap: 30, method: 'pearson', version: 2 } as const;

/** Why there is no figure; null when there is one. Without rows the calculation has failed, or has yet to run. */
export const reasonOf = ({
  found,
  reasons,
}: Pick<CorrelationsView | ClustersView, 'found' | 'reasons'>): string | null =>
  found ? found.reason : (reasons.correlation ?? 'not-computed-yet');

export const messageOf = (reason: string): string => MESSAGES[reason] ?? 'There is no figure.';

/** By what the figures were made. */
export class CorrelationProvenance {
  @ApiProperty({ type: 'integer', description: 'Sessions that were looked back on', example: 90 })
  window_sessions: number;

  @ApiProperty({ type: 'integer', description: 'Sessions of the pair that has most in common', example: 90 })
  observations: number;

  @ApiProperty({ type: String, example: 'pearson' }) method: string;
  @ApiProperty({ type: 'integer', description: 'Of the calculation', example: 1 }) version: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is no figure', example: null })
  reason: string | null;

  static from(view: Pick<CorrelationsView | ClustersView, 'found' | 'reasons'>): Wire<CorrelationProvenance> {
    const { window, method, version, observations }: Omit<CorrelationFacts, 'average' | 'minOverlap' | 'reason'> =
      view.found ?? { ...STORED, observations: 0 };
    return { window_sessions: window, observations, method, version, reason: reasonOf(view) };
  }
}

export class CorrelationMetadata extends CorrelationProvenance {
  @ApiProperty({ type: String, description: 'The reason in words; missing when there is none', required: false })
  message?: string;

  @ApiProperty({ type: 'integer', description: 'As asked for', example: 90 }) lookback_days: number;
  @ApiProperty({ type: 'integer', description: 'As asked for', example: 30 }) min_overlap: number;
  @ApiProperty({ type: 'integer', description: 'Sessions in common of every pair that is answered', example: 30 })
  min_overlap_used: number;

  @ApiProperty({ type: String, description: 'The largest holdings first', example: 'weight' }) selection_method: string;

  static of(
    view: Pick<CorrelationsView, 'found' | 'reasons'>,
    asked: { readonly lookback_days: number; readonly min_overlap: number },
  ): Wire<CorrelationMetadata> {
    const provenance = CorrelationProvenance.from(view);
    return {
      ...provenance,
      ...(provenance.reason === null ? {} : { message: messageOf(provenance.reason) }),
      lookback_days: asked.lookback_days,
      min_overlap: asked.min_overlap,
      min_overlap_used: overlapOf(view, asked.min_overlap),
      selection_method: 'weight',
    };
  }
}

/** Pairs with less in common than this are not stored. */
export const overlapOf = ({ found }: Pick<CorrelationsView, 'found'>, asked: number): number =>
  Math.max(asked, found?.minOverlap ?? STORED.minOverlap);
