import { CALCULATIONS } from '../calculations/calculation.registry.js';
import { VALUATION } from '../valuation/valuation-method.kernel.js';

/** Of everything that fills columns of a snapshot, by name. */
export const SNAPSHOT_VERSIONS: Readonly<Record<string, number>> = {
  [VALUATION.calculation]: VALUATION.version,
  ...Object.fromEntries(
    CALCULATIONS.flatMap(({ name, version, columns = [] }) => (columns.length === 0 ? [] : [[name, version]])),
  ),
};
