import type { Breach, LimitOutcome } from './limit-evaluation.kernel.js';

/** A breach that was raised and is not known to be over. */
export interface OpenEpisode {
  readonly alertId: string;
  readonly subject: string;
  /** Session and value that the alert tells. */
  readonly asOf: string;
  readonly value: number;
  readonly threshold: number;
  /** A user has put it away: it is raised no more, and told nothing new, until the breach is over. */
  readonly isResolved: boolean;
}

export interface EpisodePlan {
  readonly raise: readonly Breach[];
  readonly update: readonly { readonly alertId: string; readonly breach: Breach }[];
  /** Alerts whose breach is over. */
  readonly end: readonly string[];
}

/**
 * What becomes of the alerts of a limit: a breach without an open episode is raised, one that lasts is updated where
 * something has changed, and an episode ends when its subject is known not to be in breach. Subjects without a figure
 * stay as they are. Planned again after it was carried out, there is nothing left to do.
 */
export function planEpisodes(open: readonly OpenEpisode[], outcome: LimitOutcome, asOf: string): EpisodePlan {
  const bySubject = new Map(open.map((episode) => [episode.subject, episode]));
  const breached = new Map(outcome.breaches.map((breach) => [breach.subject, breach]));
  const unknown = new Set(outcome.unknown);
  return {
    raise: [...breached.values()].filter(({ subject }) => !bySubject.has(subject)),
    update: open.flatMap((episode) => {
      const breach = breached.get(episode.subject);
      const isNews =
        breach !== undefined &&
        !episode.isResolved &&
        (episode.asOf !== asOf || episode.value !== breach.value || episode.threshold !== breach.threshold);
      return isNews ? [{ alertId: episode.alertId, breach }] : [];
    }),
    end: open.filter(({ subject }) => !breached.has(subject) && !unknown.has(subject)).map(({ alertId }) => alertId),
  };
}

export const isEmpty = ({ raise, update, end }: EpisodePlan): boolean =>
  raise.length + update.length + end.length === 0;
