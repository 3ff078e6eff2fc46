import { Injectable, Logger } from '@nestjs/common';
import { errorText } from '../errors/error-text.js';

/** What a health answer waits for, so that a database that is silent holds up neither the answer nor the others in it. */
const PATIENCE_MS = 3_000;

/** A part of the service that can be up or down. */
export interface HealthComponent {
  readonly name: string;
  /** Without it nothing works; others only degrade. */
  readonly isVital: boolean;
  /** Said of it in every state. Anybody may read it. */
  readonly about?: Readonly<Record<string, unknown>>;
}

export interface ComponentState {
  readonly status: 'up' | 'down' | 'working';
  /** Anybody may read it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export type ComponentHealth = Omit<HealthComponent, 'about'> & ComponentState;

/** One that throws, or does not answer, says that its component is down; why is for the log alone. */
export type HealthCheck = () => Promise<ComponentState>;

export interface HealthReport {
  readonly status: 'healthy' | 'starting' | 'degraded' | 'unhealthy';
  readonly components: readonly ComponentHealth[];
}

/** Each tree adds its checks; the health endpoints ask them all. */
@Injectable()
export class HealthRegistry {
  private readonly log = new Logger('Health');
  private readonly checks: { readonly component: HealthComponent; readonly check: HealthCheck }[] = [];
  /** Names of what was down when it was asked last. */
  private readonly down = new Set<string>();

  add(component: HealthComponent, check: HealthCheck): void {
    this.checks.push({ component, check });
  }

  /** Never rejects: it is asked when nothing works. */
  async report(): Promise<HealthReport> {
    const components = await Promise.all(this.checks.map(({ component, check }) => this.ask(component, check)));
    return { status: overall(components), components };
  }

  private async ask({ name, isVital, about }: HealthComponent, check: HealthCheck): Promise<ComponentHealth> {
    try {
      const { status, detail } = await withPatience(check);
      this.note(name, status === 'down', detail['error']);
      return { name, status, isVital, detail: { ...about, ...detail } };
    } catch (error) {
      this.note(name, true, errorText(error));
      return { name, status: 'down', isVital, detail: { ...about, error: 'does not answer' } };
    }
  }

  /** Into the log when it changes: the reason may name hosts and users, so that the answer cannot give it. */
  private note(name: string, isDown: boolean, reason: unknown): void {
    if (isDown === this.down.has(name)) return;
    if (isDown) {
      this.down.add(name);
      this.log.warn(typeof reason === 'string' ? `${name} is down: ${reason}` : `${name} is down`);
    } else {
      this.down.delete(name);
      this.log.log(`${name} is back`);
    }
  }
}

function overall(components: readonly ComponentHealth[]): HealthReport['status'] {
  if (components.some(({ isVital, status }) => isVital && status === 'down')) return 'unhealthy';
  if (components.some(({ status }) => status === 'down')) return 'degraded';
  return components.some(({ status }) => status === 'working') ? 'starting' : 'healthy';
}

async function withPatience(check: HealthCheck): Promise<ComponentState> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([check(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
