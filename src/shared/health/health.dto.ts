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
