import { type CompanyReader } from '../../src/contracts/company-reader.js';
import { type LimitReader } from '../../src/contracts/limit-reader.js';
import { type MeasureReader } from '../../src/contracts/measure-reader.js';
import { type PortfolioReader } from '../../src/contracts/portfolio-reader.js';
import { type RiskReader } from '../../src/contracts/risk-reader.js';
import { type WhatIfReader } from '../../src/contracts/what-if-reader.js';
import { GetAnalyticsOverviewTool } from '../../src/ai/chat/tools/get-analytics-overview.tool.js';
import { GetConcentrationMetricsTool } from '../../src/ai/chat/tools/get-concentration-metrics.tool.js';
import { GetPortfolioCompleteTool } from '../../src/ai/chat/tools/get-portfolio-complete.tool.js';
import { GetFactorExposuresTool } from '../../src/ai/chat/tools/get-factor-exposures.tool.js';
import { GetSectorExposureTool } from '../../src/ai/chat/tools/get-sector-exposure.tool.js';
import { GetStressTestResultsTool } from '../../src/ai/chat/tools/get-stress-test-results.tool.js';
import { GetVolatilityAnalysisTool } from '../../src/ai/chat/tools/get-volatility-analysis.tool.js';
import { ListUserPortfoliosTool } from '../../src/ai/chat/tools/list-user-portfolios.tool.js';
import { GetValueAtRiskTool } from '../../src/ai/chat/tools/get-value-at-risk.tool.js';
import { GetRiskContributionsTool } from '../../src/ai/chat/tools/get-risk-contributions.tool.js';
import { GetRiskRatiosTool } from '../../src/ai/chat/tools/get-risk-ratios.tool.js';
import { GetVolatilityForecastTool } from '../../src/ai/chat/tools/get-volatility-forecast.tool.js';
import { GetCorrelationsTool } from '../../src/ai/chat/tools/get-correlations.tool.js';
import { GetOptionGreeksTool } from '../../src/ai/chat/tools/get-option-greeks.tool.js';
import { GetLimitsAndAlertsTool } from '../../src/ai/chat/tools/get-limits-and-alerts.tool.js';
import { GetCompanyFactsTool } from '../../src/ai/chat/tools/get-company-facts.tool.js';
import { WhatIfTradesTool } from '../../src/ai/chat/tools/what-if-trades.tool.js';
import { WhatIfPriceMoveTool } from '../../src/ai/chat/tools/what-if-price-move.tool.js';
import { type NewResultId, type Tool } from '../../src/ai/chat/tools/tool.js';

export interface Readers {
  readonly portfolios: PortfolioReader;
  readonly risk: RiskReader;
  readonly measures: MeasureReader;
  readonly limits: LimitReader;
  readonly whatIf: WhatIfReader;
  readonly companies: CompanyReader;
}

/** Every tool there is, over these readers. */
export function toolsOver(readers: Readers, newId: NewResultId): readonly Tool[] {
  const { portfolios, risk, measures, limits, whatIf, companies } = readers;
  return [
    new ListUserPortfoliosTool(portfolios, newId),
    new GetPortfolioCompleteTool(portfolios, newId),
    new GetAnalyticsOverviewTool(risk, portfolios, newId),
    new GetConcentrationMetricsTool(risk, newId),
    new GetVolatilityAnalysisTool(risk, newId),
    new GetSectorExposureTool(risk, newId),
    new GetFactorExposuresTool(measures, portfolios, newId),
    new GetStressTestResultsTool(risk, portfolios, newId),
    new GetValueAtRiskTool(measures, portfolios, newId),
    new GetRiskContributionsTool(measures, newId),
    new GetRiskRatiosTool(measures, newId),
    new GetVolatilityForecastTool(measures, newId),
    new GetCorrelationsTool(measures, portfolios, newId),
    new GetOptionGreeksTool(whatIf, portfolios, newId),
    new GetLimitsAndAlertsTool(limits, newId),
    new GetCompanyFactsTool(companies, newId),
    new WhatIfTradesTool(whatIf, portfolios, newId),
    new WhatIfPriceMoveTool(whatIf, portfolios, newId),
  ];
}
