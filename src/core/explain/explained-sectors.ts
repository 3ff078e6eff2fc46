import type { SectorExposureView } from '../sector-exposure/sector-exposure.service.js';
import { LOOK_THROUGH } from '../calculations/sector-exposure/sector-exposure.kernel.js';
import type { ExplainedFigure, ExplanationView } from './explanation-view.js';
import { SECTOR_EXPOSURE } from './explanation.registry.js';

/** Sector weights are computed when they are asked for, so that none is stored. */
export function explainedSectors({
  inputs,
  exposure,
}: SectorExposureView): Pick<ExplanationView, 'calculations' | 'figures'> {
  const { positions, benchmark } = inputs;
  const reason = exposure.ok ? null : exposure.reason;
  const sectors = exposure.ok ? [...exposure.value.weights] : [];
  return {
    calculations: [
      {
        ...{ name: SECTOR_EXPOSURE, version: LOOK_THROUGH.version, window: 0, after: [], parameters: {} },
        formula:
          'Weight of a sector = sum of |value| of what belongs to it / sum over all sectors, funds by the weights of their holdings (scaled to 1 where they exceed it, the rest unclassified); options as delta x spot x shares of their underlying. Active weight = weight - weight in the benchmark.',
        source: 'Global Industry Classification Standard; holdings of funds as published',
        steps: {
          positions: positions.map(({ value, lots, sector, parts }) => ({
            ...{ value, lots, sector },
            parts: parts?.map((part) => ({ sector: part.sector, weight: part.weight })) ?? null,
          })),
          benchmark: benchmark && { as_of: benchmark.asOf, dataset: benchmark.dataset, weights: benchmark.weights },
        },
      },
    ],
    figures: sectors.map(([sector, weight]): ExplainedFigure => {
      const active = exposure.ok ? (exposure.value.active.get(sector) ?? null) : null;
      return {
        ...{
          calculation: SECTOR_EXPOSURE,
          table: 'none',
          of: { sector },
          window: null,
          observations: positions.length,
        },
        ...{ ...LOOK_THROUGH, isReproduced: true },
        values: [
          { name: 'weight', stored: null, recomputed: weight, reason },
          { name: 'active_weight', stored: null, recomputed: active, reason },
        ],
      };
    }),
  };
}
