import { ApiProperty } from '@nestjs/swagger';
import { type ShownTag } from './position-tag.repository.js';
import { type SectorTagging } from './sector-tag.service.js';
import { type CountedTag, type TaggedPosition } from './tag.repository.js';
import { type TaggedPositions, type TagList } from './tag.service.js';

const TEXT = { type: String, nullable: true } as const;
const COUNT = { type: 'integer', nullable: true, description: 'Open positions that bear it' } as const;

export class TagResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) user_id: string;
  @ApiProperty({ type: String, example: 'growth' }) name: string;
  @ApiProperty({ type: String, example: '#4A90E2' }) color: string;
  @ApiProperty(TEXT) description: string | null;
  @ApiProperty({ type: 'integer' }) display_order: number;
  @ApiProperty(COUNT) usage_count: number | null;
  @ApiProperty({ ...COUNT, description: 'The same as usage_count' }) position_count: number | null;
  @ApiProperty({ type: 'integer', description: 'Always 0: there are no strategies' }) strategy_count: number;
  @ApiProperty({ type: Boolean }) is_archived: boolean;
  @ApiProperty({ ...TEXT, format: 'date-time' }) archived_at: string | null;
  @ApiProperty({ ...TEXT, format: 'uuid' }) archived_by: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;

  static from({ tag, positionCount }: CountedTag): TagResponse {
    return Object.assign(new TagResponse(), {
      id: tag.id,
      user_id: tag.userId,
      name: tag.name,
      color: tag.color,
      description: tag.description,
      display_order: tag.displayOrder,
      usage_count: positionCount,
      position_count: positionCount,
      strategy_count: 0,
      is_archived: tag.isArchived,
      archived_at: tag.archivedAt?.toISOString() ?? null,
      archived_by: tag.archivedById,
      created_at: tag.createdAt.toISOString(),
      updated_at: tag.updatedAt.toISOString(),
    });
  }
}

export class TagListResponse {
  @ApiProperty({ type: [TagResponse] }) tags: TagResponse[];
  @ApiProperty({ type: 'integer', description: 'Of this list' }) total: number;
  @ApiProperty({ type: 'integer' }) active_count: number;
  @ApiProperty({ type: 'integer' }) archived_count: number;

  static from({ items, active, archived }: TagList): TagListResponse {
    const shown = items.map((counted) => TagResponse.from(counted));
    const counts = { total: shown.length, active_count: active, archived_count: archived };
    return Object.assign(new TagListResponse(), { tags: shown, ...counts });
  }
}

export class TagMessageResponse {
  @ApiProperty({ type: String }) message: string;

  static from(message: string): TagMessageResponse {
    return Object.assign(new TagMessageResponse(), { message });
  }
}

export class DefaultTagsResponse extends TagMessageResponse {
  @ApiProperty({ type: [TagResponse] }) tags: TagResponse[];

  static of({ made, tags }: { readonly made: number; readonly tags: readonly CountedTag[] }): DefaultTagsResponse {
    const message = made === 0 ? 'You have tags already: none were added.' : `${made} tags were added.`;
    return Object.assign(new DefaultTagsResponse(), { message, tags: tags.map((one) => TagResponse.from(one)) });
  }
}

export class EditedTagsResponse extends TagMessageResponse {
  @ApiProperty({ type: [TagResponse] }) tags: TagResponse[];

  static of(tags: readonly CountedTag[]): EditedTagsResponse {
    const message = `${tags.length} ${tags.length === 1 ? 'tag was' : 'tags were'} changed.`;
    return Object.assign(new EditedTagsResponse(), { message, tags: tags.map((one) => TagResponse.from(one)) });
  }
}

export class TaggedPositionResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String }) position_type: string;
  @ApiProperty({ type: Number }) quantity: number;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String }) investment_class: string;

  static from(position: TaggedPosition): TaggedPositionResponse {
    const { id, symbol, positionType, quantity, portfolioId, investmentClass } = position;
    const wire = { position_type: positionType, portfolio_id: portfolioId, investment_class: investmentClass };
    return Object.assign(new TaggedPositionResponse(), { id, symbol, quantity, ...wire });
  }
}

export class TaggedPositionsResponse {
  @ApiProperty({ type: String, format: 'uuid' }) tag_id: string;
  @ApiProperty({ type: String }) tag_name: string;
  @ApiProperty({ type: [TaggedPositionResponse], description: 'Open ones, by symbol' })
  positions: TaggedPositionResponse[];

  @ApiProperty({ type: 'integer' }) total: number;

  static from({ tag, items, total }: TaggedPositions): TaggedPositionsResponse {
    const shown = items.map((position) => TaggedPositionResponse.from(position));
    const about = { tag_id: tag.id, tag_name: tag.name };
    return Object.assign(new TaggedPositionsResponse(), { ...about, positions: shown, total });
  }
}

export class ShownTagResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) name: string;
  @ApiProperty({ type: String }) color: string;
  @ApiProperty(TEXT) description: string | null;

  static from({ id, name, color, description }: ShownTag): ShownTagResponse {
    return Object.assign(new ShownTagResponse(), { id, name, color, description });
  }
}

export class AssignedTagsResponse extends TagMessageResponse {
  @ApiProperty({ type: 'integer' }) assigned_count: number;
  @ApiProperty({ type: [String], format: 'uuid', description: 'Those that are new on the position' })
  tag_ids: readonly string[];

  static of(ids: readonly string[]): AssignedTagsResponse {
    const message = `${ids.length} ${ids.length === 1 ? 'tag was' : 'tags were'} put on the position.`;
    return Object.assign(new AssignedTagsResponse(), { message, assigned_count: ids.length, tag_ids: ids });
  }
}

export class RemovedTagsResponse extends TagMessageResponse {
  @ApiProperty({ type: 'integer' }) removed_count: number;

  static of(count: number): RemovedTagsResponse {
    const message = `${count} ${count === 1 ? 'tag was' : 'tags were'} taken off the position.`;
    return Object.assign(new RemovedTagsResponse(), { message, removed_count: count });
  }
}

export class AppliedTagResponse {
  @ApiProperty({ type: String, format: 'uuid' }) tag_id: string;
  @ApiProperty({ type: String, description: 'The sector' }) tag_name: string;
  @ApiProperty({ type: 'integer' }) position_count: number;
}

export class SectorTagsResponse {
  @ApiProperty({ type: Boolean }) success: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String }) portfolio_name: string;
  @ApiProperty({ type: 'integer', description: 'Have got the tag of their sector now' }) positions_tagged: number;
  @ApiProperty({ type: 'integer', description: 'Had it already' }) positions_kept: number;
  @ApiProperty({ type: 'integer', description: 'Whose sector is not known' }) positions_skipped: number;
  @ApiProperty({ type: 'integer' }) tags_created: number;
  @ApiProperty({ type: [AppliedTagResponse] }) tags_applied: AppliedTagResponse[];

  static from(done: SectorTagging): SectorTagsResponse {
    return Object.assign(new SectorTagsResponse(), {
      success: true,
      portfolio_id: done.portfolioId,
      portfolio_name: done.portfolioName,
      positions_tagged: done.tagged,
      positions_kept: done.kept,
      positions_skipped: done.skipped,
      tags_created: done.tagsCreated,
      tags_applied: done.applied.map(({ tag, positionCount }) => {
        return { tag_id: tag.id, tag_name: tag.name, position_count: positionCount };
      }),
    });
  }
}
