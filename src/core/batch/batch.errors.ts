import { isConnectionFault, TransactionNotCommitted } from '../../shared/database/transactions.js';
import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';

export class BatchRunNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'batch.not_found', `There is no batch run ${id}.`);
  }
}

export class BatchScheduleNotFound extends AppError {
  constructor(name: string) {
    super('missing', 'batch.schedule_not_found', `There is no schedule ${name}.`);
  }
}

export class DeadLetterNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'batch.dead_letter_not_found', `There is no dead letter ${id}.`);
  }
}

export class UnknownLogFormat extends AppError {
  constructor() {
    const message = 'format must be json or txt.';
    super('refused', 'batch.log_format', message, { errors: [{ field: 'format', code: 'batch.log_format', message }] });
  }
}

/** Another run works on the same portfolios. */
export class BatchAlreadyRunning extends AppError {
  constructor(runId: string) {
    super('conflict', 'batch.already_running', `Batch already running: ${runId}. Wait for it, or use force=true.`, {
      details: { batch_run_id: runId },
      extensions: { batch_run_id: runId },
    });
  }
}

export class BatchPortfolioNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'portfolio.not_found', `There is no portfolio ${id}.`);
  }
}

/** A date that no run can be asked for. */
export class InvalidBatchDates extends InvalidInput {
  constructor(field: string, message: string) {
    super([{ field, code: 'batch.date', message }]);
  }
}

/** The lease went to someone else, since this process did not renew it in time. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`the lease of run ${runId} was lost`);
  }
}

/** This process was told to end while it worked. */
export class RunInterrupted extends Error {
  constructor(runId: string) {
    super(`run ${runId} was interrupted; it goes on later`);
  }
}

/** Figures that do not fit their type, and rows that break a rule of their table. */
const DATA_ERRORS = /^2[23]/;

/**
 * Whether an error comes from what one portfolio holds, so that the others can go on: arithmetic, or a value that a
 * column refuses. A database that is away or busy, or the end of the run, concerns everybody.
 */
export function isFaultOfOne(error: unknown): boolean {
  if (error instanceof LeaseLost || error instanceof RunInterrupted || error instanceof TransactionNotCommitted)
    return false;
  if (isConnectionFault(error)) return false;
  if (!(error instanceof Error && 'driverError' in error)) return true;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && DATA_ERRORS.test(code);
}
