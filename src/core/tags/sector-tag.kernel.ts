/** A lot and the sector of its company; null when nobody knows it. */
export interface SectorLot {
  readonly id: string;
  readonly sector: string | null;
}

export interface SectorPlan {
  /** In order of name; a name is that of the tag. */
  readonly sectors: readonly { readonly name: string; readonly lotIds: readonly string[] }[];
  /** Lots without a sector. */
  readonly skipped: number;
}

/** Longest name of a tag. */
const MAX_NAME = 50;

/**
 * Which tag each lot gets. Sectors that differ in capitals or blanks alone are one, under the name that comes first; a
 * name that is longer than a tag's is cut.
 */
export function planSectorTags(lots: readonly SectorLot[]): SectorPlan {
  const groups = new Map<string, { readonly name: string; readonly lotIds: string[] }>();
  let skipped = 0;
  for (const { id, sector } of lots) {
    const name = (sector ?? '').trim().replace(/\s+/g, ' ').slice(0, MAX_NAME).trim();
    if (name === '') {
      skipped += 1;
      continue;
    }
    const group = groups.get(name.toLowerCase());
    if (group) group.lotIds.push(id);
    else groups.set(name.toLowerCase(), { name, lotIds: [id] });
  }
  const sectors = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return { sectors, skipped };
}
