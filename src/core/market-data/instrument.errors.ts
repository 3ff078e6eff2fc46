import { AppError } from '../../shared/errors/app-error.js';

export interface InstrumentRefusal {
  /** Of the wish among those sent, from 0. */
  readonly index: number;
  readonly symbol: string;
  readonly code: 'instrument.class_conflict' | 'instrument.currency_mismatch' | 'instrument.unknown';
  readonly field: 'symbol' | 'investment_class';
  readonly message: string;
}

/** Instruments that a portfolio cannot hold, all of them reported together. */
export class InstrumentsRefused extends AppError {
  constructor(
    readonly refusals: readonly InstrumentRefusal[],
    locate: (refusal: InstrumentRefusal) => { readonly pointer?: string; readonly row?: number } = () => ({}),
  ) {
    const errors = refusals.map((refusal) => ({
      ...locate(refusal),
      field: refusal.field,
      code: refusal.code,
      message: refusal.message,
    }));
    super('invalid', refusals[0]?.code ?? 'instrument.refused', refusals[0]?.message ?? 'The instrument is refused.', {
      errors,
    });
  }
}
