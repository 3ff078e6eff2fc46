import { Injectable } from '@nestjs/common';
import { AnalystEstimate } from './analyst-estimate.entity.js';
import { BalanceSheet } from './balance-sheet.entity.js';
import { BenchmarkSectorWeight } from './benchmark-sector-weight.entity.js';
import { CashFlow } from './cash-flow.entity.js';
import { CompanyProfile } from './company-profile.entity.js';
import { FundHolding } from './fund-holding.entity.js';
import { IncomeStatement } from './income-statement.entity.js';
import { ReferenceDataRepository, type ReferenceRow } from './reference-data.repository.js';

/** What a source has fetched, of any number of instruments. Every part may be left out. */
export interface ReferenceData {
  readonly profiles?: readonly ReferenceRow<CompanyProfile>[];
  readonly estimates?: readonly ReferenceRow<AnalystEstimate>[];
  readonly incomeStatements?: readonly ReferenceRow<IncomeStatement>[];
  readonly balanceSheets?: readonly ReferenceRow<BalanceSheet>[];
  readonly cashFlows?: readonly ReferenceRow<CashFlow>[];
  readonly fundHoldings?: readonly ReferenceRow<FundHolding>[];
  readonly sectorWeights?: readonly ReferenceRow<BenchmarkSectorWeight>[];
}

/** Where sources of reference data write. Works inside the caller's unit of work, which must be a system job's. */
@Injectable()
export class ReferenceDataService {
  constructor(private readonly rows: ReferenceDataRepository) {}

  /**
   * Stores what is new or different; storing the same again changes nothing. Rows of one list have one key each.
   * @returns how many rows are new or different
   */
  async store(dataset: string, data: ReferenceData): Promise<number> {
    return (
      (await this.rows.store(CompanyProfile, dataset, data.profiles ?? [])) +
      (await this.rows.store(AnalystEstimate, dataset, data.estimates ?? [])) +
      (await this.rows.store(IncomeStatement, dataset, data.incomeStatements ?? [])) +
      (await this.rows.store(BalanceSheet, dataset, data.balanceSheets ?? [])) +
      (await this.rows.store(CashFlow, dataset, data.cashFlows ?? [])) +
      (await this.rows.store(FundHolding, dataset, data.fundHoldings ?? [])) +
      (await this.rows.store(BenchmarkSectorWeight, dataset, data.sectorWeights ?? []))
    );
  }
}
