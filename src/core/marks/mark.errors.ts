import { AppError, type InputFault } from '../../shared/errors/app-error.js';

/** A file of marks with all its problems, by row. Nothing of it was booked. */
export class MarksRefused extends AppError {
  constructor(errors: readonly InputFault[]) {
    const [first] = errors;
    const where = first?.row === undefined ? '' : `Row ${first.row}: `;
    super('invalid', 'marks.refused', `${where}${first?.message ?? 'The file is refused.'}`, { errors });
  }
}
