import { Inject, Injectable, Logger } from '@nestjs/common';
import { jsonSchema, tool, type ToolSet } from 'ai';
import { z } from 'zod';
import { GetAnalyticsOverviewTool } from './get-analytics-overview.tool.js';
import { GetConcentrationMetricsTool } from './get-concentration-metrics.tool.js';
import { GetPortfolioCompleteTool } from './get-portfolio-complete.tool.js';
import { GetFactorExposuresTool } from './get-factor-exposures.tool.js';
import { GetSectorExposureTool } from './get-sector-exposure.tool.js';
import { GetStressTestResultsTool } from './get-stress-test-results.tool.js';
import { GetVolatilityAnalysisTool } from './get-volatility-analysis.tool.js';
import { GetValueAtRiskTool } from './get-value-at-risk.tool.js';
import { GetRiskContributionsTool } from './get-risk-contributions.tool.js';
import { GetRiskRatiosTool } from './get-risk-ratios.tool.js';
import { GetVolatilityForecastTool } from './get-volatility-forecast.tool.js';
import { GetCorrelationsTool } from './get-correlations.tool.js';
import { GetOptionGreeksTool } from './get-option-greeks.tool.js';
import { GetLimitsAndAlertsTool } from './get-limits-and-alerts.tool.js';
import { GetCompanyFactsTool } from './get-company-facts.tool.js';
import { WhatIfTradesTool } from './what-if-trades.tool.js';
import { WhatIfPriceMoveTool } from './what-if-price-move.tool.js';
import { ListUserPortfoliosTool } from './list-user-portfolios.tool.js';
import { failedResult, NEW_RESULT_ID, type NewResultId, type Tool, type ToolCaller, type ToolResult } from './tool.js';

/** The one list: a tool that is missing here does not exist for any model. */
export const TOOLS = [
  ListUserPortfoliosTool,
  GetPortfolioCompleteTool,
  GetAnalyticsOverviewTool,
  GetConcentrationMetricsTool,
  GetVolatilityAnalysisTool,
  GetSectorExposureTool,
  GetFactorExposuresTool,
  GetStressTestResultsTool,
  GetValueAtRiskTool,
  GetRiskContributionsTool,
  GetRiskRatiosTool,
  GetVolatilityForecastTool,
  GetCorrelationsTool,
  GetOptionGreeksTool,
  GetLimitsAndAlertsTool,
  GetCompanyFactsTool,
  WhatIfTradesTool,
  WhatIfPriceMoveTool,
] as const;

/** Provide with `{ provide: ALL_TOOLS, inject: [...TOOLS], useFactory: (...tools) => tools }`. */
export const ALL_TOOLS = Symbol('AllTools');

@Injectable()
export class ToolRegistry {
  private readonly log = new Logger(ToolRegistry.name);

  constructor(
    @Inject(ALL_TOOLS) private readonly tools: readonly Tool[],
    @Inject(NEW_RESULT_ID) private readonly newResultId: NewResultId,
  ) {}

  list(): readonly Tool[] {
    return this.tools;
  }

  /** Always answers: what breaks is logged here and told to the model without its inner workings. */
  async run(name: string, args: unknown, caller: ToolCaller): Promise<ToolResult> {
    const chosen = this.tools.find((candidate) => candidate.name === name);
    if (!chosen) {
      return failedResult(this.newResultId(), { type: 'validation_error', message: `There is no tool ${name}.` });
    }
    try {
      return await chosen.run(args, caller);
    } catch (error) {
      this.log.error(`${name} failed`, error instanceof Error ? error.stack : String(error));
      const message = `${name} is not available at the moment.`;
      return failedResult(this.newResultId(), { type: 'execution_error', message });
    }
  }

  /** The tools as the AI SDK takes them, bound to one caller. Errors reach the model marked as errors. */
  forModel(caller: ToolCaller): ToolSet {
    return Object.fromEntries(
      this.tools.map(({ name, description, schema }) => [
        name,
        tool({
          description,
          // Not validated by the SDK: our own check answers in the envelope that clients and models know.
          inputSchema: jsonSchema(
            z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as Parameters<typeof jsonSchema>[0],
          ),
          execute: (args: unknown) => this.run(name, args, caller),
          toModelOutput: ({ output }: { output: unknown }) => ({
            type: (output as ToolResult).error ? 'error-json' : 'json',
            // Plain data, which JSONValue cannot express of a readonly type.
            value: output as never,
          }),
        }),
      ]),
    );
  }
}
