import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../shared/config/env.js';
import { DATABASES, type Databases } from '../../shared/database/databases.js';

const EMBEDDED_PASSWORD = 'demo12345';

/** Where there may be demo users. */
@Injectable()
export class DemoPolicyService {
  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  /** The password of the demo users, or null where there must be none: on servers without DEMO_PASSWORD, in production. */
  get password(): string | null {
    if (this.env.NODE_ENV === 'production' || this.env.SKIP_DEMO) return null;
    return this.env.DEMO_PASSWORD ?? (this.databases.mode === 'embedded' ? EMBEDDED_PASSWORD : null);
  }
}
