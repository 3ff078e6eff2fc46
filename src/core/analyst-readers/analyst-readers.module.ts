import { Module } from '@nestjs/common';
import { COMPANY_READER } from '../../contracts/company-reader.js';
import { LIMIT_READER } from '../../contracts/limit-reader.js';
import { MEASURE_READER } from '../../contracts/measure-reader.js';
import { WHAT_IF_READER } from '../../contracts/what-if-reader.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { CorrelationsModule } from '../correlations/correlations.module.js';
import { FactorExposuresModule } from '../factor-exposures/factor-exposures.module.js';
import { GreeksModule } from '../greeks/greeks.module.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { RiskLimitsModule } from '../risk-limits/risk-limits.module.js';
import { RiskMeasuresModule } from '../risk-measures/risk-measures.module.js';
import { WhatIfModule } from '../what-if/what-if.module.js';
import { CompanyReaderAdapter } from './company-reader.adapter.js';
import { LimitReaderAdapter } from './limit-reader.adapter.js';
import { MeasureReaderAdapter } from './measure-reader.adapter.js';
import { WhatIfReaderAdapter } from './what-if-reader.adapter.js';

/** What features of core tell the analyst, beside those that have an adapter of their own. */
@Module({
  imports: [
    RiskMeasuresModule,
    CorrelationsModule,
    FactorExposuresModule,
    GreeksModule,
    RiskLimitsModule,
    AlertsModule,
    WhatIfModule,
    ReferenceDataModule,
  ],
  providers: [
    { provide: MEASURE_READER, useClass: MeasureReaderAdapter },
    { provide: LIMIT_READER, useClass: LimitReaderAdapter },
    { provide: WHAT_IF_READER, useClass: WhatIfReaderAdapter },
    { provide: COMPANY_READER, useClass: CompanyReaderAdapter },
  ],
  exports: [MEASURE_READER, LIMIT_READER, WHAT_IF_READER, COMPANY_READER],
})
export class AnalystReadersModule {}
