import { AppError } from '../../shared/errors/app-error.js';

/** Also for a scenario of another user. */
export class StressScenarioNotFound extends AppError {
  constructor(id: string) {
    super('missing', 'stress_scenario.not_found', `There is no stress scenario ${id}.`);
  }
}

export class StressScenarioBuiltIn extends AppError {
  constructor(id: string) {
    super(
      'forbidden',
      'stress_scenario.built_in',
      `${id} is built in and stays as it is: create a scenario of your own with other shocks.`,
    );
  }
}

export class StressScenarioLimitReached extends AppError {
  constructor(limit: number) {
    super(
      'conflict',
      'stress_scenario.limit_reached',
      `A user has ${limit} scenarios at most: delete or change one of yours.`,
    );
  }
}
