import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser, Public } from '../../shared/http/current-user.js';
import { RateLimited } from '../../shared/http/rate-limits.js';
import { type Wire } from '../../shared/http/wire.js';
import {
  AccountResponse,
  InviteValidatedResponse,
  RegisteredResponse,
  RegisterRequest,
  ValidateInviteRequest,
} from './registration.dto.js';
import { RegistrationService } from './registration.service.js';

const REFUSALS = {
  invalid: ['ERR_USER_002', 'ERR_USER_003', 'ERR_USER_004'],
  unauthenticated: ['ERR_INVITE_001'],
  forbidden: ['registration.closed'],
  conflict: ['ERR_USER_001'],
} as const;

@ApiTags('onboarding')
@Controller('api/v1')
export class RegistrationController {
  constructor(private readonly registrations: RegistrationService) {}

  @Post('onboarding/register')
  @Public()
  @RateLimited({ limit: 30, seconds: 60 })
  @ApiOperation({ summary: 'Make an account for oneself' })
  @ApiCreatedResponse({ type: RegisteredResponse })
  @ApiProblem(REFUSALS, 'too-many')
  async register(@Body() body: RegisterRequest): Promise<Wire<RegisteredResponse>> {
    return RegisteredResponse.from(await this.registrations.register(body.registration()));
  }

  @Post('auth/register')
  @Public()
  @RateLimited({ limit: 30, seconds: 60 })
  @HttpCode(200)
  @ApiOperation({ summary: 'The same, answered with the account' })
  @ApiOkResponse({ type: AccountResponse })
  @ApiProblem(REFUSALS, 'too-many')
  async registerAccount(@Body() body: RegisterRequest): Promise<Wire<AccountResponse>> {
    return AccountResponse.from(await this.registrations.register(body.registration()));
  }

  @Post('onboarding/validate-invite')
  @RateLimited({ limit: 30, seconds: 60 })
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Show an invite code for an account that was made without one' })
  @ApiOkResponse({ type: InviteValidatedResponse })
  @ApiProblem('unauthenticated', 'invalid', 'too-many', { refused: ['invalid_invite_code'] })
  async validateInvite(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: ValidateInviteRequest,
  ): Promise<InviteValidatedResponse> {
    await this.registrations.validateInvite(user.id, body.invite_code);
    return new InviteValidatedResponse();
  }
}
