import { Inject, Injectable } from '@nestjs/common';
import { MEASURE_READER, type MeasureReader, type ForecastView } from '../../../contracts/measure-reader.js';
import { figures, NEW_RESULT_ID, type NewResultId, PortfolioTool, type ToolAnswer } from './tool.js';

@Injectable()
export class GetVolatilityForecastTool extends PortfolioTool<ForecastView> {
  readonly name = 'get_volatility_forecast';
  readonly description =
    'Forecasts of the volatility of one portfolio for the next 21 sessions by three models, annualised, and the percentile of ' +
    "today's volatility within the last year. It forecasts no return and no price.";

  constructor(
    @Inject(MEASURE_READER) private readonly measures: MeasureReader,
    @Inject(NEW_RESULT_ID) newResultId: NewResultId,
  ) {
    super(newResultId);
  }

  protected find(userId: string, id: string): Promise<ForecastView | null> {
    return this.measures.forecasts(userId, id);
  }

  protected answer(view: ForecastView, id: string): ToolAnswer {
    const { values, reasons } = figures({
      expected_volatility_21d: view.expected21d,
      garch_volatility_21d: view.garch21d,
      ewma_volatility: view.ewma,
      volatility_percentile: view.percentile,
    });
    const unit = 'annualised ratio';
    return {
      asOf: view.asOf,
      units: {
        ...{ expected_volatility_21d: unit, garch_volatility_21d: unit, ewma_volatility: unit },
        volatility_percentile: 'ratio of the sessions of the last year',
      },
      data: { portfolio_id: id, ...values, reasons, method: view.method },
    };
  }
}
