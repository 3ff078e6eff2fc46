import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { RateLimited } from '../../shared/http/rate-limits.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import {
  AlertChannelListResponse,
  AlertChannelResponse,
  AlertChannelSecretResponse,
  CreateAlertChannel,
} from './alert-channel.dto.js';
import { AlertChannelService } from './alert-channel.service.js';

@ApiTags('limits and alerts')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/alert-channels')
export class AlertChannelController {
  constructor(private readonly channels: AlertChannelService) {}

  @Get()
  @ApiOperation({ summary: 'Where you are told of alerts, oldest first' })
  @ApiOkResponse({ type: AlertChannelListResponse })
  async list(@CurrentUser() user: AuthenticatedUser): Promise<Wire<AlertChannelListResponse>> {
    return AlertChannelListResponse.from(await this.channels.list(user.id));
  }

  /**
   * Without a key of idempotency: an answer that is kept would hold the secret. A second one answers 409. Each mail channel is
   * a mail to somebody who has not asked for one, hence the limit of its own.
   */
  @Post()
  @RateLimited({ limit: 40, seconds: 3600 })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Add a webhook or a mail address; the secret of a webhook is shown this once' })
  @ApiCreatedResponse({ type: AlertChannelSecretResponse })
  @ApiProblem({ conflict: ['alert_channel.exists', 'alert_channel.too_many', 'alert_channel.mail_not_configured'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: CreateAlertChannel,
  ): Promise<Wire<AlertChannelSecretResponse>> {
    return AlertChannelSecretResponse.withSecret(await this.channels.create(user.id, body.input()));
  }

  @Get(':channel_id')
  @ApiOperation({ summary: 'One channel, without its secret' })
  @ApiOkResponse({ type: AlertChannelResponse })
  @ApiProblem({ missing: ['alert_channel.not_found'] })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('channel_id', UuidParam) id: string,
  ): Promise<Wire<AlertChannelResponse>> {
    return AlertChannelResponse.from(await this.channels.get(user.id, id));
  }

  @Post(':channel_id/secret')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A new secret in place of the one before, shown this once' })
  @ApiOkResponse({ type: AlertChannelSecretResponse })
  @ApiProblem({ missing: ['alert_channel.not_found'], conflict: ['alert_channel.no_secret'] })
  async replaceSecret(
    @CurrentUser() user: AuthenticatedUser,
    @Param('channel_id', UuidParam) id: string,
  ): Promise<Wire<AlertChannelSecretResponse>> {
    return AlertChannelSecretResponse.withSecret(await this.channels.replaceSecret(user.id, id));
  }

  @Delete(':channel_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a channel; what is still to be sent over it is not sent' })
  @ApiNoContentResponse()
  @ApiProblem({ missing: ['alert_channel.not_found'] })
  async delete(@CurrentUser() user: AuthenticatedUser, @Param('channel_id', UuidParam) id: string): Promise<void> {
    await this.channels.delete(user.id, id);
  }
}
