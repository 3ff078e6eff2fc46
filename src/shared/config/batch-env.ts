import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { toBoolean } from './env-values.js';

/** What a server does by itself: who computes the batch and when it begins, and how long events are kept. */
export class BatchEnv {
  /** This server computes no session by itself: runs are asked for, by the API or by `batch run` on a schedule of one's own. */
  @Transform(toBoolean)
  @IsBoolean({ message: 'SKIP_BATCH_SCHEDULE must be true or false' })
  SKIP_BATCH_SCHEDULE = false;

  /** This server computes no batch: workers (`npm run worker`) do. With embedded databases there are none, and its thread runs all the same. */
  @Transform(toBoolean)
  @IsBoolean({ message: 'SKIP_BATCH_THREAD must be true or false' })
  SKIP_BATCH_THREAD = false;

  /** Portfolios that a worker takes at a time at most. Empty: 25 to 250 on servers, 500 with embedded databases. */
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  BATCH_PIECE_PORTFOLIOS?: number;

  /** Threads that compute the sessions of a backfill. Empty: one a processor, fewer in a server; 0 computes where it is stored. */
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(64)
  BATCH_THREADS?: number;

  /**
   * A run or piece without a heartbeat for so long was left behind, and is taken over. Heartbeats come every two seconds; one
   * value for all servers and workers of an installation.
   */
  @Type(() => Number)
  @IsInt()
  @Min(5)
  @Max(600)
  BATCH_LEASE_SECONDS = 16;

  /** Days after which what was written about events is taken away, as docs/operations.md lists it; 0 keeps everything. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(36_500)
  RETENTION_DAYS = 400;
}
