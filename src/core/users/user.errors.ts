import { AppError } from '../../shared/errors/app-error.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';

/** One answer for everything that can be wrong with a sign-in, so that it tells nobody which accounts exist. */
export class IncorrectCredentials extends AppError {
  constructor() {
    super('unauthenticated', 'auth.incorrect_credentials', 'Incorrect email or password');
  }
}

/** One answer for a missing, forged, expired and revoked token. */
export class Unauthenticated extends AppError {
  constructor() {
    super('unauthenticated', 'auth.unauthenticated', 'Could not validate credentials');
  }
}

export class RefreshTokenRefused extends AppError {
  constructor() {
    super('unauthenticated', 'auth.refresh_token_refused', 'Could not validate credentials');
  }
}

export class AdministratorsOnly extends AppError {
  constructor() {
    super('forbidden', 'auth.forbidden', 'Administrator privileges required');
  }
}

export class OriginRefused extends AppError {
  constructor() {
    const message =
      'With the sign-in cookie, writes are accepted from allowed origins only. Send the access token as bearer.';
    super('forbidden', 'auth.origin_refused', message);
  }
}

export class SignInOriginRefused extends AppError {
  constructor() {
    const message =
      'Signing in is accepted from pages of allowed origins only. If this page is yours, add its origin to ALLOWED_ORIGINS.';
    super('forbidden', 'auth.origin_refused', message);
  }
}

export class TooManySignIns extends AppError {
  constructor(retryAfterSeconds: number) {
    const seconds = String(retryAfterSeconds);
    super('too-many', 'auth.too_many_attempts', `Too many failed sign-ins. Wait ${seconds} s and try again.`, {
      headers: { 'retry-after': seconds, 'ratelimit-remaining': '0', 'ratelimit-reset': seconds },
    });
  }
}

export class SignInBusy extends AppError {
  constructor() {
    super('unavailable', 'auth.busy', 'Too many people sign in at once. Try again in a moment.', {
      headers: { 'retry-after': '2' },
    });
  }
}

export class UserNotFound extends AppError {
  constructor() {
    super('missing', 'user.not_found', 'There is no such user.');
  }
}

export class EmailTaken extends AppError {
  constructor(cause?: unknown) {
    super('conflict', 'user.email_taken', 'Email already registered', { cause });
  }
}

export class UserFieldInvalid extends InvalidInput {
  constructor(field: string, code: string, message: string) {
    super([{ pointer: `/${field}`, field, code, message }]);
  }
}
