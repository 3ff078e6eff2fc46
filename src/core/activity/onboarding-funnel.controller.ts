import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { AdminOnly } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import {
  ActivityEventsQuery,
  ActivityEventsResponse,
  DailyFunnelResponse,
  FunnelErrorsResponse,
  FunnelQuery,
  FunnelResponse,
} from './onboarding-funnel.dto.js';
import { OnboardingFunnelService } from './onboarding-funnel.service.js';

@ApiTags('admin: onboarding')
@ApiBearerAuth()
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden', 'invalid')
@Controller('api/v1/admin/onboarding')
export class OnboardingFunnelController {
  constructor(private readonly activity: OnboardingFunnelService) {}

  @Get('funnel')
  @ApiOperation({ summary: 'How many came how far' })
  @ApiOkResponse({ type: FunnelResponse })
  async funnel(@Query() query: FunnelQuery): Promise<Wire<FunnelResponse>> {
    return FunnelResponse.from(await this.activity.funnel(query.days));
  }

  @Get('errors')
  @ApiOperation({ summary: 'What stopped them, most frequent first' })
  @ApiOkResponse({ type: FunnelErrorsResponse })
  async errors(@Query() query: FunnelQuery): Promise<Wire<FunnelErrorsResponse>> {
    return FunnelErrorsResponse.from(await this.activity.errors(query.days));
  }

  @Get('daily')
  @ApiOperation({ summary: 'Counts by day' })
  @ApiOkResponse({ type: DailyFunnelResponse })
  async daily(@Query() query: FunnelQuery): Promise<Wire<DailyFunnelResponse>> {
    return DailyFunnelResponse.from(await this.activity.daily(query.days));
  }

  @Get('events')
  @ApiOperation({ summary: 'Single events, newest first' })
  @ApiOkResponse({ type: ActivityEventsResponse })
  async events(@Query() query: ActivityEventsQuery, @NextLink() link: LinkNext): Promise<Wire<ActivityEventsResponse>> {
    return ActivityEventsResponse.from(link(await this.activity.list(query.filter())));
  }
}
