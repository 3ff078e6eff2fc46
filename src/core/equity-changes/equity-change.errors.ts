import { AppError, type ErrorKind } from '../../shared/errors/app-error.js';

/** The contract's codes. */
const MEANING = {
  EQUITY_001: 'The amount must be greater than 0.',
  EQUITY_002: 'The date must not lie in the future.',
  EQUITY_003: 'The withdrawal is larger than the equity of that day.',
  EQUITY_004: 'There is no such portfolio.',
  EQUITY_006: 'An equity change can be edited for 7 days after it was made: delete it or book another one.',
  EQUITY_007: 'An equity change can be deleted for 30 days after it was made: book an opposite one instead.',
  EQUITY_008: 'There is no such equity change in this portfolio.',
  EQUITY_009: 'This equity change is deleted already.',
  EQUITY_010: 'The only export format is csv.',
} as const;
export type EquityCode = keyof typeof MEANING;

export class EquityChangeRefused extends AppError {
  constructor(
    kind: Extract<ErrorKind, 'invalid' | 'refused' | 'missing'>,
    code: EquityCode,
    field?: string,
    message?: string,
  ) {
    const sentence = message ?? MEANING[code];
    const at = field === undefined ? null : { pointer: `/${field}`, field, code, message: sentence };
    super(kind, code, sentence, at === null ? {} : { errors: [at] });
  }
}
