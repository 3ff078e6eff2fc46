import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { normalizeIp } from '@nestjs/throttler';
import { Transform } from 'class-transformer';
import { IsEmail, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import type { SessionGrant } from './session.service.js';
import type { SignInAttempt } from './sign-in.service.js';
import { normalizedEmail, type Profile } from './user.service.js';

/** All members of a response class, as a plain object: a forgotten one does not compile. */
export type Fields<T> = { readonly [Name in keyof T]: T[Name] };

/** The part of a request that says who is calling. */
interface Caller {
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export class SignInRequest {
  @ApiProperty({ type: String, format: 'email', maxLength: 255 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalizedEmail(value) : value))
  @IsEmail()
  @MaxLength(255)
  email: string;

  @ApiProperty({ type: String, format: 'password', maxLength: 1024 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;

  attempt({ ip, headers }: Caller): SignInAttempt {
    const userAgent = typeof headers['user-agent'] === 'string' ? headers['user-agent'] : null;
    return { email: this.email, password: this.password, userAgent, address: normalizeIp(ip) };
  }
}

export class RefreshRequest {
  @ApiPropertyOptional({
    type: String,
    maxLength: 256,
    description: 'Without it the access token of the call is renewed',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  refresh_token?: string;
}

export class SignInResponse {
  @ApiProperty({ type: String, description: 'Send it as "Authorization: Bearer …"' })
  access_token: string;

  @ApiProperty({ type: String, enum: ['bearer'] })
  token_type: 'bearer';

  @ApiProperty({ type: 'integer', description: 'Seconds' })
  expires_in: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Works once; null where only the access token was renewed',
  })
  refresh_token: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Seconds until the session ends' })
  refresh_expires_in: number | null;

  static from(grant: SessionGrant): SignInResponse {
    return Object.assign(new SignInResponse(), tokensOf(grant));
  }
}

export const tokensOf = (grant: SessionGrant): Fields<SignInResponse> => ({
  access_token: grant.accessToken,
  token_type: 'bearer',
  expires_in: grant.expiresIn,
  refresh_token: grant.refreshToken,
  refresh_expires_in: grant.refreshExpiresIn,
});

export class SignOutResponse {
  @ApiProperty({ type: String })
  readonly message = 'Successfully logged out';

  @ApiProperty({ type: Boolean })
  readonly success = true;
}

export class LimitsResponse {
  @ApiProperty({ type: 'integer' })
  max_portfolios: number;

  @ApiProperty({ type: 'integer', description: 'Per calendar month (UTC)' })
  max_ai_messages: number;

  @ApiProperty({ type: 'integer' })
  ai_messages_used: number;

  @ApiProperty({ type: 'integer' })
  ai_messages_remaining: number;

  static from({ limits, holdings }: Profile): LimitsResponse {
    return Object.assign(new LimitsResponse(), {
      max_portfolios: limits.maxPortfolios,
      max_ai_messages: limits.maxAiMessages,
      ai_messages_used: holdings.aiMessages,
      ai_messages_remaining: Math.max(0, limits.maxAiMessages - holdings.aiMessages),
    } satisfies Fields<LimitsResponse>);
  }
}

export class MeResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  full_name: string;

  @ApiProperty({ type: Boolean })
  is_active: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, enum: ['free', 'paid'] })
  tier: 'free' | 'paid';

  @ApiProperty({ type: Boolean })
  invite_validated: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The first active portfolio' })
  portfolio_id: string | null;

  @ApiProperty({ type: 'integer' })
  portfolio_count: number;

  @ApiProperty({ type: LimitsResponse })
  limits: LimitsResponse;

  static from(profile: Profile): MeResponse {
    const { user, holdings } = profile;
    return Object.assign(new MeResponse(), {
      id: user.id,
      email: user.email,
      full_name: user.fullName,
      is_active: user.isActive,
      created_at: user.createdAt.toISOString(),
      tier: user.tier,
      invite_validated: user.inviteValidated,
      portfolio_id: holdings.portfolioId,
      portfolio_count: holdings.portfolioCount,
      limits: LimitsResponse.from(profile),
    } satisfies Fields<MeResponse>);
  }
}
