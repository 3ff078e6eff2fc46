import { Injectable } from '@nestjs/common';
import { draftKey, type TargetDraft } from './target-draft.kernel.js';
import { faultOf, type TargetFault } from './target-price.errors.js';
import {
  MAX_TARGETS,
  type StoredTarget,
  TargetPriceRepository,
  type ValuationDay,
  type ValuedTarget,
} from './target-price.repository.js';

export type WriteResult =
  | { readonly ok: true; readonly id: string; readonly wasThere: boolean }
  | { readonly ok: false; readonly fault: TargetFault };

type Rule = 'create' | 'update' | 'either';

interface Known {
  readonly stored: ReadonlyMap<string, ValuedTarget>;
  readonly prices: ReadonlyMap<string, string>;
  readonly lots: ReadonlyMap<string, Pick<StoredTarget, 'symbol' | 'positionType'>>;
}

/**
 * Stores targets, one as many: what is wrong with one of them costs only that one. Works inside the caller's unit of
 * work, which has locked the portfolio.
 */
@Injectable()
export class TargetPriceWriter {
  constructor(private readonly targets: TargetPriceRepository) {}

  /** One result for each draft, in their order. */
  create(userId: string, day: ValuationDay, drafts: readonly TargetDraft[]): Promise<WriteResult[]> {
    return this.write(userId, day, drafts, 'create');
  }

  update(userId: string, day: ValuationDay, drafts: readonly TargetDraft[]): Promise<WriteResult[]> {
    return this.write(userId, day, drafts, 'update');
  }

  createOrUpdate(userId: string, day: ValuationDay, drafts: readonly TargetDraft[]): Promise<WriteResult[]> {
    return this.write(userId, day, drafts, 'either');
  }

  private async write(
    userId: string,
    day: ValuationDay,
    drafts: readonly TargetDraft[],
    rule: Rule,
  ): Promise<WriteResult[]> {
    const known = await this.known(day, drafts);
    const seen = new Map<string, number>();
    for (const draft of drafts) seen.set(draftKey(draft), (seen.get(draftKey(draft)) ?? 0) + 1);
    let room = MAX_TARGETS - known.stored.size;
    const judged = drafts.map((draft): StoredTarget | TargetFault => {
      const { symbol, positionType } = draft;
      if ((seen.get(draftKey(draft)) ?? 0) > 1) return faultOf.repeated(symbol, positionType);
      const before = known.stored.get(draftKey(draft));
      if (before && rule === 'create') return faultOf.exists(symbol, positionType);
      if (!before && rule === 'update') return faultOf.unknown(symbol, positionType);
      const target = merged(draft, before);
      const fault = faultIn(draft, target, known);
      if (fault) return fault;
      if (before) return target;
      room -= 1;
      return room < 0 ? faultOf.full(MAX_TARGETS) : target;
    });
    return this.store(userId, day, judged, known);
  }

  private async store(
    userId: string,
    day: ValuationDay,
    judged: readonly (StoredTarget | TargetFault)[],
    { stored }: Known,
  ): Promise<WriteResult[]> {
    const accepted = judged.filter((one): one is StoredTarget => !isFault(one));
    if (accepted.length > 0) await this.targets.upsert(day.portfolioId, userId, accepted);
    const ids = new Map((await this.targets.list(day)).map((target) => [draftKey(target), target.id]));
    return judged.map((one): WriteResult => {
      if (isFault(one)) return { ok: false, fault: one };
      return { ok: true, id: ids.get(draftKey(one)) ?? '', wasThere: stored.has(draftKey(one)) };
    });
  }

  private async known(day: ValuationDay, drafts: readonly TargetDraft[]): Promise<Known> {
    const stored = new Map((await this.targets.list(day)).map((target) => [draftKey(target), target]));
    const prices = await this.targets.prices(day, [...new Set(drafts.map(({ symbol }) => symbol))]);
    const positionIds = drafts.flatMap(({ positionId }) => (positionId == null ? [] : [positionId]));
    return { stored, prices, lots: await this.targets.sidesOf(day.portfolioId, positionIds) };
  }
}

const isFault = (one: StoredTarget | TargetFault): one is TargetFault => 'kind' in one;

/** What is left out stays as it is. */
function merged(draft: TargetDraft, before: ValuedTarget | undefined): StoredTarget {
  const { symbol, positionType } = draft;
  const kept = (key: 'eoy' | 'nextYear' | 'downside' | 'currentPrice' | 'positionId'): string | null => {
    const given = draft[key];
    return given === undefined ? (before?.[key] ?? null) : given;
  };
  return {
    ...{ symbol, positionType, positionId: kept('positionId'), eoy: kept('eoy'), nextYear: kept('nextYear') },
    ...{ downside: kept('downside'), currentPrice: kept('currentPrice') },
  };
}

function faultIn({ positionId }: TargetDraft, target: StoredTarget, { prices, lots }: Known): TargetFault | null {
  if (positionId != null) {
    const lot = lots.get(positionId);
    if (!lot) return faultOf.foreignPosition();
    if (draftKey(lot) !== draftKey(target)) return faultOf.otherPosition(lot.symbol, lot.positionType);
  }
  return target.currentPrice === null && !prices.has(target.symbol) ? faultOf.noPrice(target.symbol) : null;
}
