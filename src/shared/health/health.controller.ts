import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/current-user.js';
import type { Wire } from '../http/wire.js';
import { HealthResponse, LiveResponse, ReadyResponse } from './health.dto.js';
import { HealthRegistry } from './health.registry.js';

/** Load balancers ask these; nobody has to be signed in. */
@ApiTags('health')
@Public()
@Controller('api/v1/health')
export class HealthController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  @Get()
  @ApiOperation({ summary: 'How the service is doing, database by database; 503 when nothing works' })
  @ApiOkResponse({ type: HealthResponse, description: 'healthy, starting or degraded, with each component' })
  @ApiServiceUnavailableResponse({ type: HealthResponse, description: 'unhealthy: the core database does not answer' })
  async report(@Res({ passthrough: true }) reply: FastifyReply): Promise<Wire<HealthResponse>> {
    const report = await this.health.report();
    if (report.status === 'unhealthy') void reply.status(503);
    return HealthResponse.from(report);
  }

  @Get('live')
  @ApiOperation({ summary: 'The process answers; says nothing of its databases' })
  @ApiOkResponse({ type: LiveResponse })
  live(): Wire<LiveResponse> {
    return { status: 'alive' };
  }

  @Get('ready')
  @ApiOperation({ summary: '200 as soon as requests can be served well, else 503' })
  @ApiOkResponse({ type: ReadyResponse })
  @ApiServiceUnavailableResponse({ type: ReadyResponse, description: 'Not yet, or no longer' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Wire<ReadyResponse>> {
    const { status, components } = await this.health.report();
    if (status === 'unhealthy' || status === 'starting') void reply.status(503);
    const ready = status === 'healthy' ? 'ready' : status;
    return {
      status: ready,
      components: Object.fromEntries(components.map((component) => [component.name, component.status])),
    };
  }
}
