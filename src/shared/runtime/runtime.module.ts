import { type DynamicModule, Module } from '@nestjs/common';
import { ENV } from '../config/env.js';
import { DATABASES } from '../database/databases.js';
import { HealthRegistry } from '../health/health.registry.js';
import { StartupService } from '../startup/startup.service.js';
import { Clock } from '../time/clock.js';
import type { Runtime } from './runtime.js';

export const JWT_SECRET = Symbol('JwtSecret');

/** Makes the runtime injectable everywhere: environment, databases, clock, secret, health registry. */
@Module({})
export class RuntimeModule {
  static with(runtime: Runtime): DynamicModule {
    const providers = [
      { provide: ENV, useValue: runtime.env },
      { provide: DATABASES, useValue: runtime.databases },
      { provide: Clock, useValue: runtime.clock },
      { provide: JWT_SECRET, useValue: runtime.jwtSecret },
      HealthRegistry,
      StartupService,
    ];
    return { module: RuntimeModule, global: true, providers, exports: providers };
  }
}
