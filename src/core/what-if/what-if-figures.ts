import { valueOrNull } from '../../shared/outcome.js';
import type { ComputedBook } from '../batch/hypothetical-book.service.js';
import { exposures } from '../calculations/concentration/concentration.kernel.js';
import { exposedBook } from '../calculations/option-exposure/exposed-book.js';
import { optionGreeks } from '../calculations/option-greeks/option-greeks.calculation.js';
import { portfolioFactors } from '../calculations/portfolio-factors/portfolio-factors.calculation.js';
import { byTable, contentOf, type StoredRows } from '../calculations/result-table.js';
import type { SectorLot } from '../sector-exposure/sector-lot.js';
import type { WhatIfGreeks, WhatIfResult, WhatIfSide } from './what-if-view.js';

/** No result of a portfolio and session has more rows; the rest would be cut off. */
const MOST_ROWS = 1_000;

/** What one book comes to, but for its sectors, which are read. */
export function sideOf(one: ComputedBook): Omit<WhatIfSide, 'sectors'> {
  const { book, snapshot, reasons, valued } = one;
  const exposed = exposedBook(book, one.symbols);
  const column = (name: string): number | null => {
    const value = snapshot[name] ?? null;
    return value === null ? null : Number(value);
  };
  return {
    status: valued.valuation.portfolio.status,
    netAssetValue: book.netAssetValue,
    cash: valued.valuation.portfolio.cash.toNumber(),
    exposures: exposures(book.marketValues),
    deltaAdjusted: exposures(exposed.exposures),
    beta90d: column('beta_calculated_90d'),
    beta252d: column('beta_calculated_252d'),
    volatility21d: column('realized_volatility_21d'),
    volatility63d: column('realized_volatility_63d'),
    concentration: {
      herfindahlIndex: column('hhi'),
      effectivePositions: column('effective_num_positions'),
      top3Share: column('top_3_concentration'),
      top10Share: column('top_10_concentration'),
    },
    factors: factorsOf(one),
    greeks: greeksOf(one),
    figures: Object.fromEntries(Object.entries(one.figures).map(([name, outcome]) => [name, valueOrNull(outcome)])),
    results: byTable(one.rows).map(resultOf),
    reasons,
  };
}

/** For the sectors. */
export function lotsOf({ book, symbols }: ComputedBook): SectorLot[] {
  const exposed = exposedBook(book, symbols);
  return book.instrumentIds.map((instrumentId, i) => ({
    ...{ instrumentId, marketValue: book.marketValues[i] ?? 0 },
    ...{ bearerId: exposed.bearers[i] ?? instrumentId, exposure: exposed.exposures[i] ?? 0 },
  }));
}

function factorsOf({ book, rows }: ComputedBook): WhatIfSide['factors'] {
  const table = portfolioFactors.tables?.[0];
  const columns = table ? [...Object.keys(table.key), ...Object.keys(table.values)] : [];
  const at = (row: readonly unknown[], column: string): unknown => row[columns.indexOf(column)] ?? null;
  return rows
    .filter((batch) => batch.table === table)
    .flatMap((batch) => batch.rows)
    .map((row) => {
      const exposure = at(row, 'exposure') as number | null;
      return {
        model: String(at(row, 'model')),
        factor: String(at(row, 'factor')),
        exposure,
        dollars: exposure === null ? null : exposure * book.netAssetValue,
        reason: at(row, 'reason') as string | null,
      };
    });
}

function greeksOf({ book, symbols }: ComputedBook): WhatIfGreeks {
  const exposed = exposedBook(book, symbols);
  let [vega, theta, rho] = [0, 0, 0];
  if (exposed.options > 0) {
    const known = symbols.of(optionGreeks);
    for (const [i, id] of book.instrumentIds.entries()) {
      const own = known.get(id);
      if (!own?.ok) continue;
      const shares = (book.marketValues[i] ?? 0) / own.value.price;
      vega += shares * own.value.vegaPerPoint;
      theta += shares * own.value.thetaPerDay;
      rho += shares * own.value.rhoPerPoint;
    }
  }
  return {
    deltaDollars: exposures(exposed.exposures).net,
    gammaDollars: exposed.gammas.reduce((sum, gamma) => sum + gamma, 0),
    ...{ vega, theta, rho, options: exposed.options },
    optionsWithGreeks: exposed.options - exposed.plain.size,
  };
}

/** Results of any calculation in the words of their table, without the portfolio and day, which are those asked for. */
function resultOf({ table, rows }: StoredRows): WhatIfResult {
  const columns = Object.entries({ ...table.key, ...table.values });
  return {
    name: table.name,
    rows: rows.slice(0, MOST_ROWS).map((row) =>
      Object.fromEntries(
        columns.flatMap(([name, type], i) => {
          if (name === 'portfolio_id' || name === 'as_of_date') return [];
          return [[name, contentOf(row[i] ?? null, type)]];
        }),
      ),
    ),
  };
}
