import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { AdminOnly } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import {
  AiErrorsResponse,
  AiLatencyResponse,
  AiMetricsQuery,
  AiMetricsResponse,
  AiModelsResponse,
  AiTokensResponse,
  AiToolsResponse,
} from './ai-metrics.dto.js';
import { AiMetricsService } from './ai-metrics.service.js';

@ApiTags('admin: language model')
@ApiBearerAuth()
@AdminOnly()
@ApiProblem('unauthenticated', 'forbidden', 'invalid')
@Controller('api/v1/admin/ai')
export class AiMetricsController {
  constructor(private readonly usage: AiMetricsService) {}

  @Get('metrics')
  @ApiOperation({ summary: 'Requests, failures, tokens and tool calls' })
  @ApiOkResponse({ type: AiMetricsResponse })
  async metrics(@Query() query: AiMetricsQuery): Promise<Wire<AiMetricsResponse>> {
    return AiMetricsResponse.from(await this.usage.totals(query.days));
  }

  @Get('latency')
  @ApiOperation({ summary: 'How long answers take' })
  @ApiOkResponse({ type: AiLatencyResponse })
  async latency(@Query() query: AiMetricsQuery): Promise<Wire<AiLatencyResponse>> {
    return AiLatencyResponse.from(await this.usage.latency(query.days));
  }

  @Get('tokens')
  @ApiOperation({ summary: 'Tokens by day' })
  @ApiOkResponse({ type: AiTokensResponse })
  async tokens(@Query() query: AiMetricsQuery): Promise<Wire<AiTokensResponse>> {
    return AiTokensResponse.from(await this.usage.tokens(query.days));
  }

  @Get('errors')
  @ApiOperation({ summary: 'Failures by kind, most frequent first' })
  @ApiOkResponse({ type: AiErrorsResponse })
  async errors(@Query() query: AiMetricsQuery): Promise<Wire<AiErrorsResponse>> {
    return AiErrorsResponse.from(await this.usage.errors(query.days));
  }

  @Get('tools')
  @ApiOperation({ summary: 'Tools by calls' })
  @ApiOkResponse({ type: AiToolsResponse })
  async tools(@Query() query: AiMetricsQuery): Promise<Wire<AiToolsResponse>> {
    return AiToolsResponse.from(await this.usage.tools(query.days));
  }

  @Get('models')
  @ApiOperation({ summary: 'Models by requests' })
  @ApiOkResponse({ type: AiModelsResponse })
  async models(@Query() query: AiMetricsQuery): Promise<Wire<AiModelsResponse>> {
    return AiModelsResponse.from(await this.usage.models(query.days));
  }
}
