export interface PasswordFaults {
  readonly reason: string;
  readonly has_uppercase: boolean;
  readonly has_lowercase: boolean;
  readonly has_digit: boolean;
}

const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

/** What a new password lacks: 8 to 200 characters with a capital, a small letter and a digit. Null when it lacks nothing. */
export function passwordFaults(password: string): PasswordFaults | null {
  const has = {
    has_uppercase: /\p{Lu}/u.test(password),
    has_lowercase: /\p{Ll}/u.test(password),
    has_digit: /\p{Nd}/u.test(password),
  };
  const length = Array.from(password).length;
  const missing = [
    ...(length < MIN_LENGTH || length > MAX_LENGTH ? [`${MIN_LENGTH} to ${MAX_LENGTH} characters`] : []),
    ...(has.has_uppercase ? [] : ['an upper-case letter']),
    ...(has.has_lowercase ? [] : ['a lower-case letter']),
    ...(has.has_digit ? [] : ['a digit']),
  ];
  return missing.length === 0 ? null : { reason: `password must have ${missing.join(', ')}.`, ...has };
}
