import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { isUuid } from '../../shared/http/uuid-param.js';
import {
  STRESS_CATEGORIES,
  STRESS_SCENARIOS,
  STRESS_SEVERITIES,
} from '../calculations/scenario-shocks/stress-scenarios.kernel.js';
import { type ScenarioChanges, type ScenarioInput } from './stress-scenario.service.js';
import { ShocksField, ShocksProperty } from './stress-shocks.dto.js';

const given = (_: unknown, value: unknown): boolean => value !== undefined;
const BUILT_IN: ReadonlySet<string> = new Set(STRESS_SCENARIOS.map(({ id }) => id));

/** Of a scenario: a word for one that is built in, a UUID for one's own. */
@Injectable()
export class ScenarioIdParam implements PipeTransform<unknown, string> {
  transform(value: unknown, { data: field = 'id' }: ArgumentMetadata): string {
    const id = typeof value === 'string' ? value.toLowerCase() : '';
    if (isUuid(id) || BUILT_IN.has(id)) return id;
    const message = `${field} must be the id of a scenario: a UUID, or that of a built-in one, such as market_down_10.`;
    throw new InvalidInput([{ field, code: 'is_scenario_id', message }]);
  }
}

/** The whole of a scenario, to create it or to replace it with. */
@RefuseUnknownFields()
export class SaveStressScenario {
  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'Tech sell-off' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  name: string;

  @ApiPropertyOptional({ type: String, maxLength: 1_000, default: '', example: 'The market falls, and AAPL more' })
  @ValidateIf(given)
  @IsString()
  @MaxLength(1_000)
  description?: string;

  @ApiPropertyOptional({ enum: STRESS_CATEGORIES, default: 'custom' })
  @ValidateIf(given)
  @IsIn(STRESS_CATEGORIES)
  category?: (typeof STRESS_CATEGORIES)[number];

  @ApiPropertyOptional({ enum: STRESS_SEVERITIES, default: 'moderate' })
  @ValidateIf(given)
  @IsIn(STRESS_SEVERITIES)
  severity?: (typeof STRESS_SEVERITIES)[number];

  @ShocksProperty({ required: true })
  shocks: ShocksField;

  input(): ScenarioInput {
    const { name, description = '', category = 'custom', severity = 'moderate', shocks } = this;
    return { name, description, category, severity, shocks: ShocksField.shocks(shocks) };
  }
}

/** Only what is sent changes; shocks are replaced as a whole. */
@RefuseUnknownFields()
export class EditStressScenario {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 255, example: 'Tech sell-off' })
  @ValidateIf(given)
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  name?: string;

  @ApiPropertyOptional({ type: String, maxLength: 1_000, example: 'The market falls, and AAPL more' })
  @ValidateIf(given)
  @IsString()
  @MaxLength(1_000)
  description?: string;

  @ApiPropertyOptional({ enum: STRESS_CATEGORIES })
  @ValidateIf(given)
  @IsIn(STRESS_CATEGORIES)
  category?: (typeof STRESS_CATEGORIES)[number];

  @ApiPropertyOptional({ enum: STRESS_SEVERITIES })
  @ValidateIf(given)
  @IsIn(STRESS_SEVERITIES)
  severity?: (typeof STRESS_SEVERITIES)[number];

  @ShocksProperty({ required: false })
  shocks?: ShocksField;

  changes(): ScenarioChanges {
    const { name, description, category, severity, shocks } = this;
    return {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(category === undefined ? {} : { category }),
      ...(severity === undefined ? {} : { severity }),
      ...(shocks === undefined ? {} : { shocks: ShocksField.shocks(shocks) }),
    };
  }
}
