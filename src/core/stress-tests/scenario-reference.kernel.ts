/** A scenario as it is now, or as it was in one of its versions. */
export interface ScenarioReference {
  readonly id: string;
  /** Null for the one that it has now. */
  readonly version: number | null;
}

/** An id, or an id and a version: `market_down_10@1`. */
export const SCENARIO_REFERENCE = /^([a-z0-9][a-z0-9_-]{0,63})(?:@([1-9]\d{0,8}))?$/;

/** @throws RangeError for what does not match `SCENARIO_REFERENCE` */
export function scenarioReference(text: string): ScenarioReference {
  const match = SCENARIO_REFERENCE.exec(text);
  if (!match?.[1]) throw new RangeError(`not a reference to a scenario: ${text}`);
  return { id: match[1], version: match[2] === undefined ? null : Number(match[2]) };
}
