import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ENV, type Env } from '../../../shared/config/env.js';
import { instantText } from '../../../shared/database/instant-text.js';
import { type CursorKey, cursorPage, type CursorPage, type CursorPart } from '../../../shared/http/cursor.js';
import { CoreTransactions } from '../../core.transactions.js';
import type { BatchProblem } from '../batch-run.entity.js';
import { type Leases, leasesOf } from '../lease.kernel.js';
import { BatchPiece } from './batch-piece.entity.js';
import type { Piece } from './piece-split.kernel.js';

/** A piece that fails so often is given up. A worker that dies over it counts as a failure, one that is told to end does not. */
export const MAX_ATTEMPTS = 3;
/** After the first failure, doubled after each further one. */
const REST_SECONDS = 2;

const IS_READY = `piece.status = 'waiting' AND (piece.not_before IS NULL OR piece.not_before <= now())`;
/** Pieces are given up with their time; one without would be in no page. */
const GIVEN_UP_AT = 'coalesce(completed_at, created_at)';
const IS_OPEN = `status IN ('waiting', 'running')`;

/** What a worker has in hand; owner and attempt together say whose it is. */
export interface PieceInHand {
  readonly id: string;
  readonly runId: string;
  readonly attempts: number;
  readonly owner: string;
  readonly portfolioIds: readonly string[];
  /** To be expected. */
  readonly steps: number;
}

/** Of pieces that were given up. */
export const DEAD_LETTER_KEY: readonly CursorPart[] = ['instant', 'uuid'];

export interface PieceProgress {
  readonly total: number;
  readonly completed: number;
  readonly blocked: number;
}

/** The pieces of runs. All times are the database's. */
@Injectable()
export class BatchPieceRepository {
  private readonly leases: Leases;

  constructor(
    private readonly tx: CoreTransactions,
    @Inject(ENV) env: Env,
  ) {
    this.leases = leasesOf(env.BATCH_LEASE_SECONDS);
  }

  async create(runId: string, pieces: readonly Piece[]): Promise<void> {
    await this.query(
      `INSERT INTO batch_pieces (run_id, piece_number, dataset, portfolio_ids, total_steps)
       SELECT $1, number, dataset, ARRAY(SELECT jsonb_array_elements_text("portfolioIds")::uuid), steps
         FROM jsonb_to_recordset($2::jsonb) AS piece (number integer, dataset text, "portfolioIds" jsonb, steps integer)`,
      [runId, JSON.stringify(pieces.map((piece, i) => ({ ...piece, number: i + 1 })))],
    );
  }

  /** The next piece that nobody has: one that waits, or whose worker has died. Null when there is none, or the run is not under way. */
  async claim(runId: string, owner: string): Promise<PieceInHand | null> {
    const [rows] = await this.tx.manager.query<[Omit<PieceInHand, 'owner'>[], number]>(
      `UPDATE batch_pieces
          SET status = 'running', lease_owner = $2, heartbeat_at = now(), attempts = attempts + 1, not_before = NULL,
              started_at = coalesce(started_at, now()), completed_steps = 0, blocked_steps = 0, problems = '[]'
        WHERE id = (SELECT piece.id FROM batch_pieces piece JOIN batch_run_tracking run ON run.id = piece.run_id
                     WHERE piece.run_id = $1 AND run.status = 'running' AND ((${IS_READY}) OR (${this.leases.isExpired}))
                     ORDER BY piece.piece_number LIMIT 1 FOR UPDATE OF piece SKIP LOCKED)
        RETURNING id, run_id AS "runId", attempts, portfolio_ids AS "portfolioIds",
                  total_steps AS steps`,
      [runId, owner],
    );
    const [piece] = rows;
    return piece ? { ...piece, owner } : null;
  }

  /** Gives up pieces over which too many workers have died. */
  async buryExpired(runId: string): Promise<void> {
    await this.query(
      `UPDATE batch_pieces piece
          SET status = 'dead', completed_at = now(),
              error = 'the process that computed it ended without a word, at attempt ' || attempts
        WHERE run_id = $1 AND attempts >= ${MAX_ATTEMPTS} AND ${this.leases.isExpired}`,
      [runId],
    );
  }

  /** Whether there is a piece that somebody could take now. */
  async isReady(runId: string): Promise<boolean> {
    const rows = await this.query(
      `SELECT FROM batch_pieces piece WHERE run_id = $1 AND ((${IS_READY}) OR (${this.leases.isExpired})) LIMIT 1`,
      [runId],
    );
    return rows.length > 0;
  }

  async isOpen(runId: string): Promise<boolean> {
    const rows = await this.query(`SELECT FROM batch_pieces WHERE run_id = $1 AND ${IS_OPEN} LIMIT 1`, [runId]);
    return rows.length > 0;
  }

  /** @returns whether the piece is still in this hand. */
  renew(piece: PieceInHand, { total, completed, blocked }: PieceProgress): Promise<boolean> {
    return this.change(
      piece,
      'heartbeat_at = now(), total_steps = $4::integer, completed_steps = $5::integer, blocked_steps = $6::integer',
      [total, completed, blocked],
    );
  }

  finish(piece: PieceInHand, problems: readonly BatchProblem[]): Promise<boolean> {
    return this.change(piece, `status = 'done', completed_at = now(), error = NULL, problems = $4::jsonb`, [
      JSON.stringify(problems),
    ]);
  }

  /** To be tried again after a rest, or given up. */
  fail(piece: PieceInHand, error: string): Promise<boolean> {
    if (piece.attempts >= MAX_ATTEMPTS)
      return this.change(piece, `status = 'dead', completed_at = now(), error = $4::text`, [error]);
    const rest = REST_SECONDS * 2 ** (piece.attempts - 1);
    return this.change(
      piece,
      `status = 'waiting', lease_owner = NULL, error = $4::text, not_before = now() + make_interval(secs => $5::float8)`,
      [error, rest],
    );
  }

  /** Puts it back; the attempt does not count. */
  release(piece: PieceInHand): Promise<boolean> {
    return this.change(piece, `status = 'waiting', lease_owner = NULL, attempts = attempts - 1`, []);
  }

  listOf(runId: string): Promise<BatchPiece[]> {
    return this.tx.manager.getRepository(BatchPiece).find({ where: { runId }, order: { number: 'ASC' } });
  }

  /** Given up, the newest first. */
  async listDead(limit: number, after: CursorKey | null): Promise<CursorPage<BatchPiece>> {
    const rows = await this.query<{ id: string; at: string }>(
      `SELECT id, ${instantText(GIVEN_UP_AT)} AS at FROM batch_pieces
        WHERE status = 'dead'
          AND ($2::timestamptz IS NULL OR ${GIVEN_UP_AT} < $2::timestamptz
               OR (${GIVEN_UP_AT} = $2::timestamptz AND id > $3::uuid))
        ORDER BY ${GIVEN_UP_AT} DESC, id LIMIT $1`,
      [limit + 1, ...(after ?? [null, null])],
    );
    const { items, nextCursor } = cursorPage(rows, limit, ({ at, id }) => [at, id]);
    const ids = items.map(({ id }) => id);
    const pieces = await this.tx.manager.getRepository(BatchPiece).findBy({ id: In(ids) });
    return { items: pieces.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)), nextCursor };
  }

  countDead(): Promise<number> {
    return this.tx.manager.getRepository(BatchPiece).countBy({ status: 'dead' });
  }

  /** Lets a piece that was given up wait again, with all of its attempts. @returns its run; null when there is no such piece. */
  async revive(id: string): Promise<string | null> {
    const [rows] = await this.tx.manager.query<[{ runId: string }[], number]>(
      `UPDATE batch_pieces SET status = 'waiting', attempts = 0, not_before = NULL, completed_at = NULL, heartbeat_at = NULL
        WHERE id = $1 AND status = 'dead' RETURNING run_id AS "runId"`,
      [id],
    );
    return rows[0]?.runId ?? null;
  }

  private async change({ id, owner, attempts }: PieceInHand, set: string, values: unknown[]): Promise<boolean> {
    const [, affected] = await this.tx.manager.query<[unknown, number]>(
      `UPDATE batch_pieces SET ${set} WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND status = 'running'`,
      [id, owner, attempts, ...values],
    );
    return affected === 1;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, parameters);
  }
}
