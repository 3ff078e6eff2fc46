import { AppError } from '../../shared/errors/app-error.js';

export class ExportTooLarge extends AppError {
  constructor(rows: number, most: number) {
    super(
      'refused',
      'export.too_large',
      `The file would have ${rows} rows, and may have ${most}. Ask for a span of days with from and to.`,
    );
  }
}
