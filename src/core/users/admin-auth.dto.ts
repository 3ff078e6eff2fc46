import { ApiProperty } from '@nestjs/swagger';
import type { SessionGrant } from './session.service.js';
import { type Fields, SignInResponse, tokensOf } from './user.dto.js';
import type { Profile } from './user.service.js';

export class AdminSignInResponse extends SignInResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  admin_id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  role: string;

  @ApiProperty({ type: String })
  full_name: string;

  static override from(grant: SessionGrant): AdminSignInResponse {
    const { id, email, role, fullName } = grant.user;
    const admin = { admin_id: id, email, role, full_name: fullName };
    return Object.assign(new AdminSignInResponse(), {
      ...tokensOf(grant),
      ...admin,
    } satisfies Fields<AdminSignInResponse>);
  }
}

export class AdminMeResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  full_name: string;

  @ApiProperty({ type: String })
  role: string;

  @ApiProperty({ type: Boolean })
  is_active: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_login_at: string | null;

  static from({ user, holdings }: Profile): AdminMeResponse {
    return Object.assign(new AdminMeResponse(), {
      id: user.id,
      email: user.email,
      full_name: user.fullName,
      role: user.role,
      is_active: user.isActive,
      created_at: user.createdAt.toISOString(),
      last_login_at: holdings.lastSignInAt?.toISOString() ?? null,
    } satisfies Fields<AdminMeResponse>);
  }
}
