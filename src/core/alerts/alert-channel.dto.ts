import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import type { Wire } from '../../shared/http/wire.js';
import type { ChannelInput, ChannelWithSecret, StoredChannel } from './alert-channel.service.js';

const KINDS = ['webhook', 'email'] as const;
const NAME = { type: String, maxLength: 100, example: 'Operations' } as const;
const URL_FIELD = {
  type: String,
  maxLength: 2000,
  nullable: true,
  example: 'https://hooks.example.com/alerts',
} as const;

@RefuseUnknownFields()
export class CreateAlertChannel {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];

  @ApiPropertyOptional({ ...URL_FIELD, description: 'Of a webhook: where alerts are posted to, over https' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  url?: string | null;

  @ApiPropertyOptional({ type: String, maxLength: 254, nullable: true, example: null, description: 'Of a mail' })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string | null;

  @ApiPropertyOptional({ ...NAME, nullable: true, description: 'Without it, the host or the address' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string | null;

  input(): ChannelInput {
    const { kind, url = null, email = null, name = null } = this;
    return { kind, url, email, name };
  }
}

export class AlertChannelResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ enum: KINDS }) kind: StoredChannel['kind'];
  @ApiProperty(NAME) name: string;
  @ApiProperty(URL_FIELD) url: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) email: string | null;
  @ApiProperty({
    ...{ type: Boolean, example: true },
    description: 'Whether alerts are sent there: to a mail address once the code that was sent to it has been told',
  })
  is_confirmed: boolean;

  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;

  static from({
    id,
    kind,
    name,
    target,
    isConfirmed,
    createdAt,
    updatedAt,
  }: StoredChannel): Wire<AlertChannelResponse> {
    return {
      ...{ id, kind, name, url: kind === 'webhook' ? target : null, email: kind === 'email' ? target : null },
      is_confirmed: isConfirmed,
      ...{ created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() },
    };
  }
}

export class AlertChannelSecretResponse extends AlertChannelResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'whsec_Zt0p…',
    description: 'Signs what is posted; it is never shown again. Null for a mail',
  })
  secret: string | null;

  static withSecret({ channel, secret }: ChannelWithSecret): Wire<AlertChannelSecretResponse> {
    return { ...AlertChannelResponse.from(channel), secret };
  }
}

export class AlertChannelListResponse {
  @ApiProperty({ type: [AlertChannelResponse] }) channels: readonly AlertChannelResponse[];

  static from(channels: readonly StoredChannel[]): Wire<AlertChannelListResponse> {
    return { channels: channels.map((channel) => AlertChannelResponse.from(channel)) };
  }
}
