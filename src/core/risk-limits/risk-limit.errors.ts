import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import type { DefinitionFault } from './limit-definition.kernel.js';

export class RiskLimitNotFound extends AppError {
  constructor() {
    super('missing', 'limit.not_found', 'There is no such limit in this portfolio.');
  }
}

export class TooManyRiskLimits extends AppError {
  constructor(most: number) {
    super(
      'conflict',
      'limit.too_many',
      `A portfolio has at most ${String(most)} limits: delete one that is no longer needed.`,
    );
  }
}

/** A limit that makes no sense. */
export class InvalidRiskLimit extends InvalidInput {
  constructor(faults: readonly DefinitionFault[]) {
    super(faults.map((fault) => ({ pointer: `/${fault.field}`, ...fault })));
  }
}
