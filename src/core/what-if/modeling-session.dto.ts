import { ApiProperty } from '@nestjs/swagger';
import type { CursorPage } from '../../shared/http/cursor.js';
import { type Wire } from '../../shared/http/wire.js';
import type { ModelingSessionHead, ModelingSessionView } from './modeling-session.repository.js';
import { BookedTradeDto, WhatIfSideDto } from './what-if.dto.js';

export class ModelingSessionDto {
  @ApiProperty({ type: String, format: 'uuid' }) session_id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, example: 'Half of the tech, hedged' }) name: string;
  @ApiProperty({ type: String, enum: ['active', 'completed', 'cancelled'], example: 'completed' }) status: string;
  @ApiProperty({ type: String, format: 'date', example: '2024-11-29' }) as_of_date: string;
  @ApiProperty({ type: [BookedTradeDto] }) trades: BookedTradeDto[];
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;

  static head(session: ModelingSessionHead): Wire<ModelingSessionDto> {
    return {
      ...{ session_id: session.id, portfolio_id: session.portfolioId, name: session.name, status: session.status },
      ...{ as_of_date: session.asOf, trades: session.trades.map((trade) => BookedTradeDto.from(trade)) },
      created_at: session.createdAt,
    };
  }
}

export class ModelingSessionResponse extends ModelingSessionDto {
  @ApiProperty({ type: WhatIfSideDto, description: 'As it was then' }) before: WhatIfSideDto;
  @ApiProperty({ type: WhatIfSideDto }) after: WhatIfSideDto;

  static from(session: ModelingSessionView): Wire<ModelingSessionResponse> {
    const { before, after } = session;
    return {
      ...ModelingSessionDto.head(session),
      ...{ before: WhatIfSideDto.from(before), after: WhatIfSideDto.from(after) },
    };
  }
}

export class ModelingSessionPageResponse {
  @ApiProperty({ type: [ModelingSessionDto], description: 'Newest first' }) items: ModelingSessionDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one' })
  next_cursor: string | null;

  static from({ items, nextCursor }: CursorPage<ModelingSessionHead>): Wire<ModelingSessionPageResponse> {
    return { items: items.map((item) => ModelingSessionDto.head(item)), next_cursor: nextCursor };
  }
}
