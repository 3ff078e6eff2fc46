import { ApiProperty } from '@nestjs/swagger';
import type { Wire } from '../http/wire.js';
import type { ComponentHealth, HealthReport } from './health.registry.js';

const STATUSES = ['healthy', 'starting', 'degraded', 'unhealthy'] as const satisfies readonly HealthReport['status'][];
const COMPONENT_STATUSES = ['up', 'working', 'down'] as const satisfies readonly ComponentHealth['status'][];

export class ComponentHealthResponse {
  @ApiProperty({ type: String, example: 'core' })
  name: string;

  @ApiProperty({ enum: COMPONENT_STATUSES, example: 'up' })
  status: ComponentHealth['status'];

  @ApiProperty({ type: Boolean, description: 'Without it nothing works; the others only degrade' })
  is_vital: boolean;

  @ApiProperty({ type: Object, example: { database: 'embedded', latency_ms: 1.4, pending_migrations: 0 } })
  detail: Readonly<Record<string, unknown>>;
}

export class HealthResponse {
  @ApiProperty({ enum: STATUSES, example: 'healthy' })
  status: HealthReport['status'];

  @ApiProperty({ type: [ComponentHealthResponse] })
  components: ComponentHealthResponse[];

  static from({ status, components }: HealthReport): Wire<HealthResponse> {
    return {
      status,
      components: components.map(({ isVital, ...component }) => ({ ...component, is_vital: isVital })),
    };
  }
}

export class LiveResponse {
  @ApiProperty({ type: String, enum: ['alive'] })
  status: 'alive';
}

export class ReadyResponse {
  @ApiProperty({ type: String, example: 'ready', description: 'ready, or how the service is doing instead' })
  status: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Component to its status',
    example: { core: 'up', ai: 'up' },
  })
  components: Readonly<Record<string, string>>;
}

export class RootResponse {
  @ApiProperty({ type: String, example: 'SigmaSight' })
  name: string;

  @ApiProperty({ type: String, example: 'Portfolio risk with an AI analyst whose every number is traceable.' })
  what: string;

  @ApiProperty({ type: String, example: '0.1.0' })
  version: string;

  @ApiProperty({ type: String, example: 'healthy' })
  status: string;

  @ApiProperty({ type: String, example: '/api/docs', description: 'Where these pages are' })
  docs: string;

  @ApiProperty({ type: String, example: '/api/docs-json' })
  openapi: string;

  @ApiProperty({ type: String, example: '/api/v1/health' })
  health: string;
}
