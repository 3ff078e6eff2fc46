import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { STRESS_CATEGORIES, STRESS_SEVERITIES } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import { type StressTestScenario } from './stress-scenario.service.js';
import { ShocksField } from './stress-shocks.dto.js';

export class StressScenarioResponse {
  @ApiProperty({ type: String, description: 'A word if it is built in, else a UUID', example: 'market_down_10' })
  id: string;

  @ApiProperty({ type: String, example: 'Market Decline 10%' }) name: string;
  @ApiProperty({ type: String, example: 'The US stock market falls by 10 %' }) description: string;
  @ApiProperty({ enum: STRESS_CATEGORIES }) category: string;
  @ApiProperty({ enum: STRESS_SEVERITIES }) severity: string;
  @ApiProperty({ type: Boolean, example: true }) is_built_in: boolean;
  @ApiProperty({ type: 'integer', description: 'Raised with every change', example: 1 }) version: number;
  @ApiProperty({ type: ShocksField, example: { factors: { market: -0.1 } } }) shocks: ShocksField;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;

  static from(scenario: StressTestScenario): Wire<StressScenarioResponse> {
    const { id, name, description, category, severity, userId, version, shocks, createdAt, updatedAt } = scenario;
    return {
      ...{ id, name, description, category, severity, is_built_in: userId === null, version },
      shocks: ShocksField.from(shocks),
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    };
  }
}

export class StressScenarioListResponse {
  @ApiProperty({ type: [StressScenarioResponse], description: 'Built-in ones first' })
  scenarios: StressScenarioResponse[];

  @ApiProperty({ type: 'integer', example: 22 }) total: number;

  static from(scenarios: readonly StressTestScenario[]): Wire<StressScenarioListResponse> {
    return { scenarios: scenarios.map((scenario) => StressScenarioResponse.from(scenario)), total: scenarios.length };
  }
}
