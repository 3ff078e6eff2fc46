import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { cursoredQuery } from '../../shared/http/page.js';
import { MAX_TAGS, TAG_KEY, TAGGED_POSITION_KEY, type TaggedPositionFilter } from './tag.repository.js';
import { type TagEdit, type TagInput, USUAL_COLOR, type WantedTags } from './tag.service.js';

const MAX_ORDER = 1_000_000;
const TAGGED_BOUNDS = { fallback: 2000, max: 2000 };
/** Tags of one request. */
const MAX_AT_ONCE = 100;

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
const lower = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;
const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);
const given = (_: unknown, value: unknown): boolean => value !== undefined;
/** Of a query one value may come alone, or several with commas. */
const list = ({ value }: { value: unknown }): unknown => {
  const items: unknown = typeof value === 'string' ? value.split(',') : value;
  return Array.isArray(items) ? items.map((one: unknown) => lower({ value: one })) : items;
};
const COLOR = { message: 'color must be a colour such as #4A90E2' };

class TagFields {
  @ApiPropertyOptional({
    type: String,
    pattern: '^#[0-9A-Fa-f]{6}$',
    maxLength: 7,
    example: USUAL_COLOR,
    default: USUAL_COLOR,
  })
  @Transform(upper)
  @ValidateIf(given)
  @Matches(/^#[0-9A-F]{6}$/, COLOR)
  color?: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500, description: 'Empty or null clears it' })
  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_ORDER, description: 'The last one when left out' })
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(MAX_ORDER)
  display_order?: number;
}

export class CreateTag extends TagFields {
  @ApiProperty({ type: String, minLength: 1, maxLength: 50, example: 'growth' })
  @Transform(trimmed)
  @IsString()
  @Length(1, 50)
  name: string;

  input(): TagInput {
    const { name, color, display_order: displayOrder } = this;
    return {
      name,
      description: this.description === undefined || this.description === '' ? null : this.description,
      ...(color === undefined ? {} : { color }),
      ...(displayOrder === undefined ? {} : { displayOrder }),
    };
  }
}

/** Only what is sent changes. */
export class EditTag extends TagFields {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 50 })
  @Transform(trimmed)
  @ValidateIf(given)
  @IsString()
  @Length(1, 50)
  name?: string;

  edit(): TagEdit {
    return editOf(this);
  }
}

function editOf({ name, color, description, display_order: displayOrder }: EditTag): TagEdit {
  return {
    ...(name === undefined ? {} : { name }),
    ...(color === undefined ? {} : { color }),
    ...(description === undefined ? {} : { description: description === '' ? null : description }),
    ...(displayOrder === undefined ? {} : { displayOrder }),
  };
}

@RefuseUnknownFields()
class TagUpdate extends EditTag {
  @ApiProperty({ type: String, format: 'uuid' })
  @Transform(lower)
  @IsUUID('all')
  id: string;
}

@RefuseUnknownFields()
export class EditTags {
  @ApiProperty({ type: [TagUpdate], minItems: 1, maxItems: MAX_AT_ONCE })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_AT_ONCE)
  @ArrayUnique(({ id }: TagUpdate) => id, { message: 'updates must name each tag once' })
  @ValidateNested({ each: true })
  @Type(() => TagUpdate)
  updates: TagUpdate[];

  edits(): { id: string; edit: TagEdit }[] {
    return this.updates.map((update) => ({ id: update.id, edit: editOf(update) }));
  }
}

@RefuseUnknownFields()
export class ReorderTags {
  @ApiProperty({ type: [String], format: 'uuid', description: 'In the order wanted', minItems: 1, maxItems: 500 })
  @Transform(list)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique({ message: 'tag_ids must name each tag once' })
  @IsUUID('all', { each: true })
  tag_ids: string[];
}

/** Older clients ask for the whole list and do not page. */
export class ListTagsQuery extends cursoredQuery({ fallback: MAX_TAGS, max: MAX_TAGS }, TAG_KEY) {
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Transform(flag)
  @IsBoolean()
  include_archived = false;

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'Counts are null without it' })
  @Transform(flag)
  @IsBoolean()
  include_usage_stats = true;

  wanted(): WantedTags {
    return { ...this.bounds(), includeArchived: this.include_archived, withCounts: this.include_usage_stats };
  }
}

export class TagPositionsQuery extends cursoredQuery(TAGGED_BOUNDS, TAGGED_POSITION_KEY) {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'All portfolios when left out' })
  @Transform(lower)
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;

  wanted(): TaggedPositionFilter {
    return { ...this.bounds(), portfolioId: this.portfolio_id ?? null };
  }
}

export class AssignTags {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: MAX_AT_ONCE })
  @Transform(list)
  @IsArray()
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID('all', { each: true })
  tag_ids: string[];

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Every other tag goes' })
  @IsBoolean()
  replace_existing = false;
}

/** Of a query, or of the body for clients whose query is dropped on its way. */
export class RemoveTags {
  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: MAX_AT_ONCE })
  @Transform(list)
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID('all', { each: true })
  tag_ids?: string[];
}

/** @throws InvalidInput when neither names any */
export function tagIdsIn(...places: readonly RemoveTags[]): string[] {
  const named = places.flatMap(({ tag_ids }) => tag_ids ?? []);
  if (named.length > 0) return [...new Set(named)];
  throw new InvalidInput([{ field: 'tag_ids', code: 'required', message: 'tag_ids must name at least one tag.' }]);
}

export class SectorTagsTarget {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'In the query or the body' })
  @Transform(lower)
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;
}

/** @throws InvalidInput when neither names it */
export function portfolioIdIn(query: SectorTagsTarget, body: SectorTagsTarget): string {
  const named = query.portfolio_id ?? body.portfolio_id;
  if (named !== undefined) return named;
  const message = 'portfolio_id is required, in the query or the body.';
  throw new InvalidInput([{ field: 'portfolio_id', code: 'required', message }]);
}
