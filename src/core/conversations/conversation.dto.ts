import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { cursoredQuery } from '../../shared/http/page.js';
import type { Wire } from '../../shared/http/wire.js';
import { CONVERSATION_KEY, type ConversationMode, type ConversationRow } from './conversation.repository.js';
import type { ConversationWish, ModeChange } from './conversation.service.js';
import type { Message } from './message.entity.js';
import { MESSAGE_KEY } from './message.repository.js';

const MODES = ['green', 'blue', 'indigo', 'violet'] as const satisfies readonly ConversationMode[];

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

export class CreateConversation {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200 })
  @Transform(trimmed)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  title?: string | null;

  @ApiPropertyOptional({ enum: MODES, default: 'green' })
  @IsOptional()
  @IsIn(MODES)
  mode?: ConversationMode | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string | null;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    nullable: true,
    maxItems: 100,
    description: 'The first one is used',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  portfolio_ids?: string[] | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, description: 'Ignored' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  page_hint?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000, description: 'Ignored' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  route?: string | null;

  toWish(): ConversationWish {
    const ids = [...(this.portfolio_id ? [this.portfolio_id] : []), ...(this.portfolio_ids ?? [])];
    const title = this.title ?? '';
    return {
      title: title === '' ? null : title,
      mode: this.mode ?? 'green',
      portfolioIds: ids.map((id) => id.toLowerCase()),
    };
  }
}

export class ChangeMode {
  @ApiProperty({ enum: MODES })
  @IsIn(MODES)
  mode: ConversationMode;
}

export class ConversationQuery extends cursoredQuery({ fallback: 10, max: 100 }, CONVERSATION_KEY) {}
export class MessageQuery extends cursoredQuery({ fallback: 50, max: 200 }, MESSAGE_KEY) {}

export class ConversationResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: MODES })
  mode: ConversationMode;

  @ApiProperty({ type: String, nullable: true })
  title: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  portfolio_id: string | null;

  @ApiProperty({ type: String, description: 'Who answers', example: 'offline' })
  provider: string;

  @ApiProperty({ type: String, nullable: true, description: 'Always null: threads are kept here' })
  provider_thread_id: null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at: string;

  static from(row: ConversationRow): Wire<ConversationResponse> {
    return {
      id: row.id,
      mode: row.mode,
      title: row.title,
      portfolio_id: row.portfolioId,
      provider: row.provider,
      provider_thread_id: null,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
    };
  }

  static list(rows: readonly ConversationRow[]): Wire<ConversationResponse[]> {
    return rows.map((row) => ConversationResponse.from(row));
  }
}

export class ModeResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: MODES })
  previous_mode: ConversationMode;

  @ApiProperty({ enum: MODES })
  new_mode: ConversationMode;

  @ApiProperty({ type: String, format: 'date-time' })
  changed_at: string;

  static from(change: ModeChange): Wire<ModeResponse> {
    return {
      id: change.id,
      previous_mode: change.previousMode,
      new_mode: change.newMode,
      changed_at: change.changedAt.toISOString(),
    };
  }
}

export class MessageResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: Number, description: 'Position in the conversation, from 1' })
  sequence: number;

  @ApiProperty({ enum: ['user', 'assistant'] })
  role: Message['role'];

  @ApiProperty({ enum: ['pending', 'complete', 'failed'] })
  status: Message['status'];

  @ApiProperty({ type: String })
  content: string;

  @ApiProperty({ type: [Object], description: 'Tools that were asked, with what they answered', example: [] })
  tool_calls: readonly unknown[];

  @ApiProperty({ type: [Object], description: 'Passages of the knowledge base that the answer cites', example: [] })
  citations: readonly unknown[];

  @ApiProperty({
    type: [Object],
    description: 'Every figure of the answer with the source it was traced to',
    example: [{ text: '1.04', value: 1.04, traced: true }],
  })
  figures: readonly unknown[];

  @ApiProperty({ type: String, nullable: true })
  model: string | null;

  @ApiProperty({ type: Object, nullable: true, description: 'Why the answer failed: code and message', example: null })
  error: { code: string; message: string } | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  static from(message: Message): Wire<MessageResponse> {
    return {
      id: message.id,
      sequence: message.sequence,
      role: message.role,
      status: message.status,
      content: message.content,
      tool_calls: message.toolCalls,
      citations: message.citations,
      figures: message.figures,
      model: message.model,
      error: message.error,
      created_at: message.createdAt.toISOString(),
    };
  }

  static list(messages: readonly Message[]): Wire<MessageResponse[]> {
    return messages.map((message) => MessageResponse.from(message));
  }
}
