import { Inject, Injectable } from '@nestjs/common';
import { DATABASES, type Databases } from '../../shared/database/databases.js';

/** Which figures somebody sees who has no portfolio yet. */
@Injectable()
export class DatasetPolicyService {
  constructor(@Inject(DATABASES) private readonly databases: Databases) {}

  /** Simulated ones where the program is tried out on databases of its own; real ones on servers. */
  get simulatedByDefault(): boolean {
    return this.databases.mode === 'embedded';
  }
}
