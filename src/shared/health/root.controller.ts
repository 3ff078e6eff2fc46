import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/current-user.js';
import type { Wire } from '../http/wire.js';
import { DOCS_PATH, VERSION } from '../http/service-info.js';
import { RootResponse } from './health.dto.js';
import { HealthRegistry } from './health.registry.js';

/** What a visitor finds who only knows the address. */
@ApiTags('health')
@Public()
@Controller()
export class RootController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  @Get()
  @ApiOperation({ summary: 'What this is, how it is doing and where the docs are' })
  @ApiOkResponse({ type: RootResponse })
  async root(): Promise<Wire<RootResponse>> {
    return {
      name: 'SigmaSight',
      what: 'Portfolio risk with an AI analyst whose every number is traceable.',
      version: VERSION,
      status: (await this.health.report()).status,
      docs: `/${DOCS_PATH}`,
      openapi: `/${DOCS_PATH}-json`,
      health: '/api/v1/health',
    };
  }
}
