import { Injectable } from '@nestjs/common';

export interface ComponentHealth {
  readonly name: string;
  readonly status: 'up' | 'down' | 'working';
  /** Without it nothing works; others only degrade. */
  readonly isVital: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type HealthCheck = () => Promise<ComponentHealth>;

export interface HealthReport {
  readonly status: 'healthy' | 'starting' | 'degraded' | 'unhealthy';
  readonly components: readonly ComponentHealth[];
}

/** Each tree adds its checks; the health endpoints ask them all. */
@Injectable()
export class HealthRegistry {
  private readonly checks: HealthCheck[] = [];

  add(check: HealthCheck): void {
    this.checks.push(check);
  }

  async report(): Promise<HealthReport> {
    const components = await Promise.all(this.checks.map((check) => check()));
    return { status: overall(components), components };
  }
}

function overall(components: readonly ComponentHealth[]): HealthReport['status'] {
  if (components.some(({ isVital, status }) => isVital && status === 'down')) return 'unhealthy';
  if (components.some(({ status }) => status === 'down')) return 'degraded';
  return components.some(({ status }) => status === 'working') ? 'starting' : 'healthy';
}
