import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, IsUUID, Length, ValidateNested } from 'class-validator';
import type { Question } from './chat.service.js';

const MAX_CHARACTERS = 4_000;

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

export class UiContext {
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'What the user looks at' })
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string | null;
}

export class SendMessage {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID('all')
  conversation_id: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_CHARACTERS })
  @Transform(trimmed)
  @IsString()
  @Length(1, MAX_CHARACTERS)
  text: string;

  @ApiPropertyOptional({ type: UiContext, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => UiContext)
  ui_context?: UiContext | null;

  toQuestion(): Question {
    return {
      conversationId: this.conversation_id.toLowerCase(),
      text: this.text,
      portfolioId: this.ui_context?.portfolio_id?.toLowerCase() ?? null,
    };
  }
}

export class SendContent {
  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_CHARACTERS })
  @Transform(trimmed)
  @IsString()
  @Length(1, MAX_CHARACTERS)
  content: string;

  toQuestion(conversationId: string): Question {
    return { conversationId, text: this.content, portfolioId: null };
  }
}
