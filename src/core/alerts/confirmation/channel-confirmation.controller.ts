import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../../shared/http/current-user.js';
import { Idempotent } from '../../../shared/http/idempotency.interceptor.js';
import { RateLimited } from '../../../shared/http/rate-limits.js';
import { UuidParam } from '../../../shared/http/uuid-param.js';
import { type Wire } from '../../../shared/http/wire.js';
import { AlertChannelResponse } from '../alert-channel.dto.js';
import { ConfirmChannel } from './channel-confirmation.dto.js';
import { ChannelConfirmationService } from './channel-confirmation.service.js';

@ApiTags('limits and alerts')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['alert_channel.not_found'] })
@Controller('api/v1/alert-channels/:channel_id')
export class ChannelConfirmationController {
  constructor(private readonly confirmations: ChannelConfirmationService) {}

  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tell the code that was mailed; from then on alerts are sent there' })
  @ApiOkResponse({ type: AlertChannelResponse })
  @ApiProblem({ conflict: ['alert_channel.nothing_to_confirm'] })
  async confirm(
    @CurrentUser() user: AuthenticatedUser,
    @Param('channel_id', UuidParam) id: string,
    @Body() { code }: ConfirmChannel,
  ): Promise<Wire<AlertChannelResponse>> {
    return AlertChannelResponse.from(await this.confirmations.confirm(user.id, id, code));
  }

  @Post('code')
  @RateLimited({ limit: 20, seconds: 3600 })
  @Idempotent()
  @HttpCode(202)
  @ApiOperation({ summary: 'Mail another code, in place of the one before; once a minute' })
  @ApiAcceptedResponse({ type: AlertChannelResponse })
  @ApiProblem({
    conflict: [
      ...['alert_channel.nothing_to_confirm', 'alert_channel.confirmed', 'alert_channel.code_too_soon'],
      'alert_channel.mail_not_configured',
    ],
  })
  async askAgain(
    @CurrentUser() user: AuthenticatedUser,
    @Param('channel_id', UuidParam) id: string,
  ): Promise<Wire<AlertChannelResponse>> {
    return AlertChannelResponse.from(await this.confirmations.askAgain(user.id, id));
  }
}
