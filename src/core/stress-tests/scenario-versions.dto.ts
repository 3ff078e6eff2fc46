import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import { type Wire } from '../../shared/http/wire.js';
import { STRESS_CATEGORIES, STRESS_SEVERITIES } from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import {
  SCENARIO_VERSION_KEY,
  type ScenarioVersions,
  type StressScenarioVersion,
  type VersionPage,
} from './stress-scenario.service.js';
import { ShocksField } from './stress-shocks.dto.js';

@RefuseUnknownFields()
export class ScenarioVersionsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @CursorParameter(SCENARIO_VERSION_KEY)
  cursor?: string;

  static page({ limit, cursor }: ScenarioVersionsQuery): VersionPage {
    return { limit, after: decodeCursor(cursor, SCENARIO_VERSION_KEY) };
  }
}

export class ScenarioVersionDto {
  @ApiProperty({ type: 'integer', description: 'What results name it by', example: 2 }) version: number;
  @ApiProperty({ type: String, example: 'Tech sell-off' }) name: string;
  @ApiProperty({ type: String, example: 'The market falls, and AAPL more' }) description: string;
  @ApiProperty({ enum: STRESS_CATEGORIES }) category: string;
  @ApiProperty({ enum: STRESS_SEVERITIES }) severity: string;
  @ApiProperty({ type: ShocksField, example: { factors: { market: -0.1 } } }) shocks: ShocksField;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;

  static from(one: StressScenarioVersion): Wire<ScenarioVersionDto> {
    const { version, name, description, category, severity, shocks, createdAt } = one;
    return {
      ...{ version, name, description, category, severity },
      shocks: ShocksField.from(shocks),
      created_at: createdAt.toISOString(),
    };
  }
}

export class ScenarioVersionsResponse {
  @ApiProperty({ type: String, description: 'A word if it is built in, else a UUID', example: 'market_down_10' })
  scenario_id: string;

  @ApiProperty({ type: Boolean, description: 'Its versions are kept all the same', example: false })
  is_deleted: boolean;

  @ApiProperty({ type: [ScenarioVersionDto], description: 'The newest first' }) versions: ScenarioVersionDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one' })
  next_cursor: string | null;

  static from(found: ScenarioVersions): Wire<ScenarioVersionsResponse> {
    return {
      scenario_id: found.scenarioId,
      is_deleted: found.isDeleted,
      versions: found.items.map((one) => ScenarioVersionDto.from(one)),
      next_cursor: found.nextCursor,
    };
  }
}
