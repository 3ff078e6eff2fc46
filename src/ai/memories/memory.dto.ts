import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import type { Wire } from '../../shared/http/wire.js';
import { MAX_MEMORY_CHARACTERS, type Memory, MEMORY_SCOPES } from './memory.entity.js';
import type { MemoryFilter, NewMemory } from './memory.repository.js';
import { MAX_MEMORIES } from './memory.service.js';

const SCOPE = { enum: MEMORY_SCOPES, description: 'Whether it is about the user or about one portfolio' } as const;

export class MemoriesQuery {
  @ApiPropertyOptional(SCOPE)
  @IsOptional()
  @IsIn(MEMORY_SCOPES)
  scope?: Memory['scope'];

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  portfolio_id?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 50;

  filter(): MemoryFilter {
    return { scope: this.scope ?? null, portfolioId: this.portfolio_id ?? null };
  }
}

export class AddMemory {
  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_MEMORY_CHARACTERS, example: 'I retire in 2031.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_MEMORY_CHARACTERS)
  content: string;

  @ApiPropertyOptional({ ...SCOPE, default: 'user' })
  @IsIn(MEMORY_SCOPES)
  scope: Memory['scope'] = 'user';

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Required where the scope is a portfolio; not kept elsewhere',
  })
  @ValidateIf(({ scope, portfolio_id }: AddMemory) => scope === 'portfolio' || (portfolio_id ?? null) !== null)
  @IsUUID()
  portfolio_id?: string | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { topic: 'goals' } })
  @IsOptional()
  @IsObject()
  tags?: Record<string, unknown>;

  toMemory(): NewMemory {
    const { scope, content, tags = {}, portfolio_id: portfolioId = null } = this;
    return { scope, portfolioId, content, tags };
  }
}

export class MemoryResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty(SCOPE) scope: Memory['scope'];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) portfolio_id: string | null;
  @ApiProperty({ type: String, example: 'I retire in 2031.' }) content: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} }) tags: Record<string, unknown>;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;

  static from({ id, scope, portfolioId, content, tags, createdAt }: Memory): Wire<MemoryResponse> {
    return { id, scope, portfolio_id: portfolioId, content, tags, created_at: createdAt.toISOString() };
  }
}

export class MemoryListResponse {
  @ApiProperty({ type: [MemoryResponse] }) memories: MemoryResponse[];
  @ApiProperty({ type: 'integer', description: 'All of the user’s, whatever the filter', example: 1 }) total: number;
  @ApiProperty({ type: 'integer', example: 50 }) limit: number;
}

export class MemoryCountResponse {
  @ApiProperty({ type: 'integer', example: 3 }) count: number;
  @ApiProperty({ type: 'integer', example: MAX_MEMORIES }) max_allowed: number;
}

export class MemoriesDeletedResponse {
  @ApiProperty({ type: 'integer', example: 3 }) deleted: number;
}
