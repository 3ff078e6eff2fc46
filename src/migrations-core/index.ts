import { CreateTenancy1764000000001 } from './1764000000001-create-tenancy.js';
import { CreateUsers1764000000002 } from './1764000000002-create-users.js';
import { CreatePortfolios1764000000003 } from './1764000000003-create-portfolios.js';
import { CreateMarketData1764000000004 } from './1764000000004-create-market-data.js';
import { CreateLedger1764000000005 } from './1764000000005-create-ledger.js';
import { CreateResults1764000000006 } from './1764000000006-create-results.js';
import { CreateBatch1764000000007 } from './1764000000007-create-batch.js';
import { CreateConversations1764000000008 } from './1764000000008-create-conversations.js';
import { CreateOutbox1764000000009 } from './1764000000009-create-outbox.js';
import { CreateDemoBooks1764000000020 } from './1764000000020-create-demo-books.js';
import { CreateIdempotencyKeys1764000000025 } from './1764000000025-create-idempotency-keys.js';
import { TightenTenancy1764000000030 } from './1764000000030-tighten-tenancy.js';
import { ExtendLedger1764000000040 } from './1764000000040-extend-ledger.js';
import { CreateTags1764000000050 } from './1764000000050-create-tags.js';
import { CreateTargetPrices1764000000060 } from './1764000000060-create-target-prices.js';
import { CreateActivityEvents1764000000061 } from './1764000000061-create-activity-events.js';
import { CreateAiRequestMetrics1764000000062 } from './1764000000062-create-ai-request-metrics.js';
import { CreateInsights1764000000063 } from './1764000000063-create-insights.js';
import { CreateReferenceData1764000000070 } from './1764000000070-create-reference-data.js';
import { CreateFundamentals1764000000071 } from './1764000000071-create-fundamentals.js';
import { CreatePriceFetches1764000000080 } from './1764000000080-create-price-fetches.js';
import { CreateRestatements1764000000081 } from './1764000000081-create-restatements.js';
import { CreateExportHistory1764000000098 } from './1764000000098-create-export-history.js';
import { CreateFactorExposures1764000000100 } from './1764000000100-create-factor-exposures.js';
import { CreateHoldingImports1764000000090 } from './1764000000090-create-holding-imports.js';
import { CreateReferenceFetches1764000000095 } from './1764000000095-create-reference-fetches.js';
import { CreateBatchJobs1764000000097 } from './1764000000097-create-batch-jobs.js';
import { CreateRiskLimits1764000000121 } from './1764000000121-create-risk-limits.js';
import { CreateAlerts1764000000122 } from './1764000000122-create-alerts.js';
import { CreateModelingSessions1764000000151 } from './1764000000151-create-modeling-sessions.js';
import { CreateScenarioVersions1764000000162 } from './1764000000162-create-scenario-versions.js';
import { VersionResults1764000000170 } from './1764000000170-version-results.js';
import { ConfirmMailChannels1764000000171 } from './1764000000171-confirm-mail-channels.js';
import { CreateGreeks1764000000150 } from './1764000000150-create-greeks.js';
import { CreateBatchPieces1764000000120 } from './1764000000120-create-batch-pieces.js';
import { CreateStressTests1764000000140 } from './1764000000140-create-stress-tests.js';
import { CreateRiskMeasures1764000000130 } from './1764000000130-create-risk-measures.js';

/** Every migration of the core database, in order. Listed by hand: a glob that matches nothing reports success. */
export const CORE_MIGRATIONS = [
  CreateTenancy1764000000001,
  CreateUsers1764000000002,
  CreatePortfolios1764000000003,
  CreateMarketData1764000000004,
  CreateLedger1764000000005,
  CreateResults1764000000006,
  CreateBatch1764000000007,
  CreateConversations1764000000008,
  CreateOutbox1764000000009,
  CreateDemoBooks1764000000020,
  CreateIdempotencyKeys1764000000025,
  TightenTenancy1764000000030,
  ExtendLedger1764000000040,
  CreateTags1764000000050,
  CreateTargetPrices1764000000060,
  CreateActivityEvents1764000000061,
  CreateAiRequestMetrics1764000000062,
  CreateInsights1764000000063,
  CreateReferenceData1764000000070,
  CreateFundamentals1764000000071,
  CreatePriceFetches1764000000080,
  CreateRestatements1764000000081,
  CreateHoldingImports1764000000090,
  CreateReferenceFetches1764000000095,
  CreateBatchJobs1764000000097,
  CreateExportHistory1764000000098,
  CreateFactorExposures1764000000100,
  CreateBatchPieces1764000000120,
  CreateRiskLimits1764000000121,
  CreateAlerts1764000000122,
  CreateRiskMeasures1764000000130,
  CreateStressTests1764000000140,
  CreateGreeks1764000000150,
  CreateModelingSessions1764000000151,
  CreateScenarioVersions1764000000162,
  VersionResults1764000000170,
  ConfirmMailChannels1764000000171,
];
