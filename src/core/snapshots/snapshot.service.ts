import { Injectable } from '@nestjs/common';
import { asUser } from '../../shared/database/transactions.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  type BetaSnapshot,
  type ConcentrationSnapshot,
  type LatestSnapshot,
  type OverviewSnapshot,
} from './snapshot-view.js';
import { SnapshotRepository } from './snapshot.repository.js';

/** The newest figures of a portfolio. Every method answers null for one that is not this user's or has been deleted. */
@Injectable()
export class SnapshotService {
  constructor(
    private readonly transactions: CoreTransactions,
    private readonly snapshots: SnapshotRepository,
  ) {}

  findLatest(userId: string, portfolioId: string): Promise<LatestSnapshot | null> {
    return this.transactions.run(asUser(userId), () => this.snapshots.findLatest(userId, portfolioId));
  }

  findOverview(userId: string, portfolioId: string): Promise<OverviewSnapshot | null> {
    return this.transactions.run(asUser(userId), () => this.snapshots.findOverview(userId, portfolioId));
  }

  findConcentration(userId: string, portfolioId: string): Promise<ConcentrationSnapshot | null> {
    return this.transactions.run(asUser(userId), () => this.snapshots.findConcentration(userId, portfolioId));
  }

  findBetas(userId: string, portfolioId: string): Promise<BetaSnapshot | null> {
    return this.transactions.run(asUser(userId), () => this.snapshots.findBetas(userId, portfolioId));
  }
}
