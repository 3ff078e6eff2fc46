import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { CoreTransactions } from '../core.transactions.js';
import { ExportRecord } from './export.entity.js';

export type NewExport = Pick<
  ExportRecord,
  'userId' | 'portfolioId' | 'exportType' | 'exportFormat' | 'fileName' | 'fileSizeBytes' | 'rowCount' | 'contentHash'
>;

/** The portfolio is the service's to check; row-level security stands behind it. */
@Injectable()
export class ExportRepository {
  constructor(private readonly tx: CoreTransactions) {}

  record(made: NewExport): Promise<ExportRecord> {
    const records = this.tx.manager.getRepository(ExportRecord);
    return records.save(records.create(made));
  }

  /** Newest first; from the one before `cursor` on. */
  list(portfolioId: string, limit: number, cursor: string | null): Promise<ExportRecord[]> {
    return this.tx.manager.getRepository(ExportRecord).find({
      where: { portfolioId, ...(cursor !== null && { id: LessThan(cursor) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }
}
