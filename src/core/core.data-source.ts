import type { DataSourceOptions } from 'typeorm';
import { CORE_MIGRATIONS } from '../migrations-core/index.js';
import { poolOptions } from '../shared/database/database-address.js';
import { ActivityEvent } from './activity/activity-event.entity.js';
import { AlertChannel } from './alerts/alert-channel.entity.js';
import { AlertDelivery } from './alerts/alert-delivery.entity.js';
import { AlertEvent } from './alerts/alert-event.entity.js';
import { Alert } from './alerts/alert.entity.js';
import { AiRequest } from './ai-usage/ai-request.entity.js';
import { BatchRun } from './batch/batch-run.entity.js';
import { BatchSchedule } from './batch/batch-schedule.entity.js';
import { BatchPiece } from './batch/pieces/batch-piece.entity.js';
import { RunJob } from './batch/run-job.entity.js';
import { CorrelationCalculation } from './calculations/correlation/correlation-calculation.entity.js';
import { CorrelationClusterPosition } from './calculations/correlation/correlation-cluster-position.entity.js';
import { CorrelationCluster } from './calculations/correlation/correlation-cluster.entity.js';
import { FactorCorrelation } from './calculations/factor-exposure/factor-correlation.entity.js';
import { FactorDefinitionRow } from './calculations/factor-exposure/factor-definition.entity.js';
import { FactorExposure } from './calculations/factor-exposure/factor-exposure.entity.js';
import { SymbolFactorExposure } from './calculations/factor-exposure/symbol-factor-exposure.entity.js';
import { PortfolioExposures } from './calculations/option-exposure/portfolio-exposure.entity.js';
import { SymbolGreeks } from './calculations/option-greeks/symbol-greeks.entity.js';
import { SymbolMarketBeta } from './calculations/market-beta/market-beta.entity.js';
import { OptionTermsRow } from './calculations/scenario-shocks/option-terms.entity.js';
import { StressScenarioVersion } from './calculations/scenario-shocks/stress-scenario-version.entity.js';
import { StressTestScenario } from './calculations/scenario-shocks/stress-scenario.entity.js';
import { StressTestResult } from './calculations/stress-test/stress-test-result.entity.js';
import { RiskContribution } from './calculations/risk-contribution/risk-contribution.entity.js';
import { RiskMeasure } from './calculations/risk-sample/risk-measure.entity.js';
import { SymbolVolatility } from './calculations/volatility/volatility.entity.js';
import { Conversation } from './conversations/conversation.entity.js';
import { Message } from './conversations/message.entity.js';
import { DemoBook } from './demo/demo-book.entity.js';
import { IdempotencyKey } from './idempotency/idempotency-key.entity.js';
import { EquityChange } from './equity-changes/equity-change.entity.js';
import { OutboxEvent } from './events/outbox-event.entity.js';
import { Insight } from './insights/insight.entity.js';
import { HoldingImport } from './holding-imports/holding-import.entity.js';
import { HoldingImportTransaction } from './holding-imports/holding-import-transaction.entity.js';
import { Transaction } from './ledger/transaction.entity.js';
import { DailyPrice } from './market-data/daily-price.entity.js';
import { Instrument } from './market-data/instrument.entity.js';
import { RiskLimit } from './risk-limits/risk-limit.entity.js';
import { RiskProxy } from './risk-proxies/risk-proxy.entity.js';
import { PriceCorrection } from './market-data/price-correction.entity.js';
import { PriceFetch } from './market-data/providers/price-fetch.entity.js';
import { SimulatedMarket } from './market-data/simulated/simulated-market.entity.js';
import { Portfolio } from './portfolios/portfolio.entity.js';
import { Position } from './positions/position.entity.js';
import { RealizedEvent } from './positions/realized-event.entity.js';
import { AnalystEstimate } from './reference-data/analyst-estimate.entity.js';
import { BalanceSheet } from './reference-data/balance-sheet.entity.js';
import { BenchmarkSectorWeight } from './reference-data/benchmark-sector-weight.entity.js';
import { CashFlow } from './reference-data/cash-flow.entity.js';
import { ExportRecord } from './exports/export.entity.js';
import { CompanyProfile } from './reference-data/company-profile.entity.js';
import { FundHolding } from './reference-data/fund-holding.entity.js';
import { ReferenceFetch } from './reference-data/reference-fetch.entity.js';
import { IncomeStatement } from './reference-data/income-statement.entity.js';
import { PendingRestatement } from './restatements/pending-restatement.entity.js';
import { Restatement } from './restatements/restatement.entity.js';
import { PortfolioSnapshot } from './snapshots/portfolio-snapshot.entity.js';
import { SnapshotPosition } from './snapshots/snapshot-position.entity.js';
import { PositionTag } from './tags/position-tag.entity.js';
import { Tag } from './tags/tag.entity.js';
import { TargetPrice } from './target-prices/target-price.entity.js';
import { ModelingSession } from './what-if/modeling-session.entity.js';
import { UserSession } from './users/user-session.entity.js';
import { User } from './users/user.entity.js';

/** Name of the DataSource. Only `src/core` may know it. */
export const CORE = 'core';

/** Every table of the core database. An entity missing here has no repository. */
export const CORE_ENTITIES = [
  User,
  UserSession,
  Portfolio,
  Instrument,
  DailyPrice,
  SimulatedMarket,
  Transaction,
  Position,
  RealizedEvent,
  EquityChange,
  SymbolMarketBeta,
  SymbolVolatility,
  PortfolioSnapshot,
  SnapshotPosition,
  BatchRun,
  RunJob,
  BatchPiece,
  BatchSchedule,
  Conversation,
  Message,
  OutboxEvent,
  DemoBook,
  RiskProxy,
  Tag,
  PositionTag,
  TargetPrice,
  ActivityEvent,
  AiRequest,
  Insight,
  CompanyProfile,
  AnalystEstimate,
  FundHolding,
  ReferenceFetch,
  BenchmarkSectorWeight,
  IncomeStatement,
  BalanceSheet,
  CashFlow,
  HoldingImport,
  HoldingImportTransaction,
  PriceFetch,
  PriceCorrection,
  PendingRestatement,
  Restatement,
  IdempotencyKey,
  ExportRecord,
  RiskLimit,
  Alert,
  AlertEvent,
  AlertChannel,
  AlertDelivery,
  RiskMeasure,
  RiskContribution,
  CorrelationCalculation,
  CorrelationCluster,
  CorrelationClusterPosition,
  FactorDefinitionRow,
  SymbolFactorExposure,
  FactorCorrelation,
  FactorExposure,
  StressScenarioVersion,
  StressTestScenario,
  OptionTermsRow,
  StressTestResult,
  SymbolGreeks,
  PortfolioExposures,
  ModelingSession,
];

export const coreDataSourceOptions = (address: string, poolSize = 5): DataSourceOptions => ({
  type: 'postgres',
  ...poolOptions(address, poolSize),
  entities: CORE_ENTITIES,
  migrations: CORE_MIGRATIONS,
  migrationsTableName: 'core_migrations',
  synchronize: false,
  installExtensions: false,
  uuidExtension: 'pgcrypto',
});
