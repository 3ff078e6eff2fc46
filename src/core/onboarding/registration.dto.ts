import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import { type User } from '../users/user.entity.js';
import { type Registration } from './registration.service.js';

/** Shapes alone are checked here: what a rule says has a code of the contract, and comes from the service. */
export class RegisterRequest {
  @ApiProperty({ type: String, format: 'email', maxLength: 255, example: 'name@example.com' })
  @IsString()
  @MaxLength(1024)
  email: string;

  @ApiProperty({
    type: String,
    format: 'password',
    minLength: 8,
    maxLength: 200,
    description: 'With an upper-case letter, a lower-case letter and a digit',
  })
  @IsString()
  @MaxLength(1024)
  password: string;

  @ApiProperty({ type: String, maxLength: 255 })
  @IsString()
  @MaxLength(1024)
  full_name: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 200,
    description: 'Where the installation asks for one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  invite_code?: string | null;

  registration(): Registration {
    const { email, password, full_name: fullName, invite_code: inviteCode = null } = this;
    return { email, password, fullName, inviteCode };
  }
}

export class ValidateInviteRequest {
  @ApiProperty({ type: String, maxLength: 200, description: 'In any case' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  invite_code: string;
}

export class InviteValidatedResponse {
  @ApiProperty({ enum: ['validated'] }) readonly status = 'validated';
  @ApiProperty({ type: String }) readonly message = 'The invite code is valid. You can use everything now.';
}

class LoginStepResponse {
  @ApiProperty({ enum: ['login'] }) action: 'login';
  @ApiProperty({ type: String, example: '/api/v1/auth/login' }) endpoint: string;
  @ApiProperty({ type: String }) description: string;
}

export class RegisteredResponse {
  @ApiProperty({ type: String, format: 'uuid' }) user_id: string;
  @ApiProperty({ type: String }) email: string;
  @ApiProperty({ type: String }) full_name: string;
  @ApiProperty({ type: String }) message: string;
  @ApiProperty({ type: LoginStepResponse }) next_step: LoginStepResponse;

  static from({ id, email, fullName }: User): Wire<RegisteredResponse> {
    return {
      user_id: id,
      email,
      full_name: fullName,
      message: 'The account is made. Sign in to go on.',
      next_step: { action: 'login', endpoint: '/api/v1/auth/login', description: 'Sign in with email and password.' },
    };
  }
}

export class AccountResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String }) email: string;
  @ApiProperty({ type: String }) full_name: string;
  @ApiProperty({ type: Boolean }) is_active: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;

  static from({ id, email, fullName, isActive, createdAt }: User): Wire<AccountResponse> {
    return { id, email, full_name: fullName, is_active: isActive, created_at: createdAt.toISOString() };
  }
}
