import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/current-user.js';
import { DOCS_PATH, VERSION } from '../http/service-info.js';
import { HealthRegistry } from './health.registry.js';

interface Root {
  readonly name: string;
  readonly what: string;
  readonly version: string;
  readonly status: string;
  readonly docs: string;
  readonly openapi: string;
  readonly health: string;
}

/** What a visitor finds who only knows the address. */
@ApiTags('health')
@Public()
@Controller()
export class RootController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  /** What this is, how it is doing and where the docs are. */
  @Get()
  @ApiOkResponse({ description: 'name, version, status and where to go next' })
  async root(): Promise<Root> {
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
