import { Global, Module } from '@nestjs/common';
import { IdempotencyStore } from '../../shared/http/idempotency.js';
import { IdempotencyKeyRepository } from './idempotency-key.repository.js';
import { IdempotencyService } from './idempotency.service.js';

/** Global, since controllers of every feature, of both trees, may say `@Idempotent()`. */
@Global()
@Module({
  providers: [
    IdempotencyKeyRepository,
    IdempotencyService,
    { provide: IdempotencyStore, useExisting: IdempotencyService },
  ],
  exports: [IdempotencyStore],
})
export class IdempotencyModule {}
