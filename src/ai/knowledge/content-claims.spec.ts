import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../../shared/outcome.js';
import { BETA_WINDOWS } from '../../core/calculations/market-beta/market-beta.calculation.js';
import { TREASURY_DURATION } from '../../core/calculations/scenario-shocks/scenario-shocks.kernel.js';
import { observationsNeeded } from '../../core/calculations/numeric/window.kernel.js';
import { DELETE_WINDOW_MS, EDIT_WINDOW_MS } from '../../core/equity-changes/equity-change.service.js';
import { LOT_METHODS } from '../../core/ledger/lot-book.kernel.js';
import { HOLDING_COLUMNS, INVESTMENT_CLASSES } from '../../core/positions/import/holding.kernel.js';

const folder = new URL('./content/', import.meta.url);
const passages = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name.replace('.md', ''), readFileSync(new URL(name, folder), 'utf8').replace(/\s+/g, ' ')]),
);
const passage = (key: string): string => passages.get(key)!;
const DAY_MS = 86_400_000;

/** What the program does not do; a passage may say so, but not promise it. */
const UNBUILT: readonly (readonly [string, RegExp])[] = [
  ['learning from ratings', /shape later answers|what was learnt from a rating/i],
  ['deleting an account', /deleting an account/i],
  ['pages', /upload page|can be expanded|is linked to|carries a link|leads to the title/i],
];

describe('the passages', () => {
  it.each(UNBUILT)('do not promise %s', (_, promise) => {
    expect([...passages].filter(([, text]) => promise.test(text)).map(([key]) => key)).toEqual([]);
  });

  it('name the columns and classes of the import as it reads them', () => {
    for (const column of HOLDING_COLUMNS) expect(passage('import-csv')).toContain(column);
    expect(passage('import-csv')).toContain(`${INVESTMENT_CLASSES.slice(0, 2).join(', ')} or ${INVESTMENT_CLASSES[2]}`);
    expect(passage('import-csv')).toContain('/api/v1/onboarding/csv-template');
  });

  it('name every lot method and every reason', () => {
    const words = {
      fifo: 'FIFO',
      lifo: 'LIFO',
      highest_cost: 'highest cost',
      average: 'average cost',
      chosen: 'chosen',
    };
    for (const method of LOT_METHODS) expect(passage('closing-and-lots')).toContain(words[method]);
    const reasons = passage('why-a-figure-is-missing').toLowerCase();
    for (const reason of REASONS)
      expect(reasons).toContain(`${reason.replace('non-', 'non_').replaceAll('-', ' ').replace('_', '-')}:`);
  });

  it('say the windows and limits of the calculations', () => {
    expect(passage('market-beta')).toContain(`${BETA_WINDOWS.join(' and ')} sessions`);
    expect(passage('market-beta')).toContain('two thirds of the window');
    expect(BETA_WINDOWS.map(observationsNeeded)).toEqual([60, 168]);
    expect([EDIT_WINDOW_MS / DAY_MS, DELETE_WINDOW_MS / DAY_MS]).toEqual([7, 30]);
    expect(passage('equity-changes')).toContain('edited for seven days and deleted for thirty');
    expect(Math.floor(TREASURY_DURATION)).toBe(16);
    expect(passage('interest-rate-sensitivity')).toContain('lose about sixteen per cent when their yield rises by one');
  });

  it('say when a fall of prices raises leverage, and when it does not', () => {
    const leverageAfter = (long: number, short: number, cash: number, fall: number): number =>
      ((long + short) * (1 - fall)) / (cash + (long - short) * (1 - fall));
    const rises = (long: number, short: number, cash: number): boolean =>
      leverageAfter(long, short, cash, 0.1) > leverageAfter(long, short, cash, 0);
    expect([rises(150, 0, -50), rises(60, 0, 40), rises(130, 60, 30), rises(20, 80, 160)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(passage('leverage')).toContain(
      'it rises if net exposure is larger than net asset value, which means that cash is negative',
    );
    expect(passage('leverage')).not.toContain('Leverage rises when prices fall');
  });

  it('describe the statuses of a valuation', () => {
    expect(passage('coverage')).toContain('OK when everything has a price of the session');
    expect(passage('coverage')).toContain('BLOCKED when less than half is covered: then nothing is stored');
    expect(passage('stale-prices')).toContain('carried at what it cost in net asset value');
    for (const key of ['exposures', 'weights', 'net-asset-value', 'import-options'])
      expect(passage(key)).toMatch(/what it cost|at cost/);
  });
});
