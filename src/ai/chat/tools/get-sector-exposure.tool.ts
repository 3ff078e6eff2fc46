import { Inject, Injectable } from '@nestjs/common';
import { RISK_READER, type RiskReader, type SectorView } from '../../../contracts/risk-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetSectorExposureTool extends PortfolioTool<SectorView> {
  readonly name = 'get_sector_exposure';
  readonly description =
    'Sector weights of one portfolio, funds looked through, largest first: weight, weight in the benchmark (SP500), and the ' +
    'difference (active_weight: above 0 is overweight, below 0 underweight). What belongs to no sector is "Unclassified".';

  constructor(
    @Inject(RISK_READER) private readonly risk: RiskReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<SectorView | null> {
    return this.risk.sectors(userId, id);
  }

  protected answer(view: SectorView, id: string): ToolAnswer {
    const { reasons } = figures({ sectors: view.weighed, benchmark_weight: view.compared });
    return {
      asOf: view.asOf,
      units: {
        weight: 'ratio of gross market value',
        benchmark_weight: 'ratio of the benchmark',
        active_weight: 'ratio: weight less benchmark_weight',
      },
      data: {
        portfolio_id: id,
        benchmark: view.benchmark,
        benchmark_as_of: view.benchmarkAsOf,
        sectors: view.sectors.map(({ name, weight, benchmarkWeight, activeWeight }) => ({
          ...{ name, weight, benchmark_weight: benchmarkWeight, active_weight: activeWeight },
        })),
        reasons,
        method: view.method,
      },
    };
  }
}
