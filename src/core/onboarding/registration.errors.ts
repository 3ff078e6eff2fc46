import { AppError, type ErrorKind } from '../../shared/errors/app-error.js';
import { contractError } from './onboarding.errors.js';

type RegistrationCode = 'ERR_USER_001' | 'ERR_USER_002' | 'ERR_USER_003' | 'ERR_USER_004' | 'ERR_INVITE_001';

/** A registration that cannot be. The same facts are in `error`, as older clients look for them. */
export class RegistrationRefused extends AppError {
  constructor(
    kind: Extract<ErrorKind, 'unauthenticated' | 'conflict' | 'invalid'>,
    code: RegistrationCode,
    field: string,
    message: string,
    details: Readonly<Record<string, unknown>> | null = null,
  ) {
    super(kind, code, message, {
      errors: [{ pointer: `/${field}`, field, code, message }],
      ...(details === null ? {} : { details }),
      extensions: { error: contractError(code, message, details) },
    });
  }
}

export class RegistrationClosed extends AppError {
  constructor() {
    const message = 'This installation takes no registrations: ask whoever runs it for an account.';
    super('forbidden', 'registration.closed', message, {
      extensions: { error: contractError('registration.closed', message, null) },
    });
  }
}

export class InviteCodeInvalid extends AppError {
  constructor() {
    const message = 'The invite code is not valid: check it, or ask whoever invited you.';
    super('refused', 'invalid_invite_code', message, {
      errors: [{ pointer: '/invite_code', field: 'invite_code', code: 'invalid_invite_code', message }],
      extensions: { error: 'invalid_invite_code', message },
    });
  }
}
