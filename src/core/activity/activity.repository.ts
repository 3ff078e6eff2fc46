import { Injectable } from '@nestjs/common';
import { instantText } from '../../shared/database/instant-text.js';
import { type CursorKey, cursorPage, type CursorPage, type CursorPart } from '../../shared/http/cursor.js';
import { CoreTransactions } from '../core.transactions.js';
import { type ActivityType } from './activity-event.entity.js';

export interface NewActivity {
  readonly type: ActivityType;
  readonly userId: string | null;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface DailyActivity {
  readonly date: string;
  readonly counts: Readonly<Partial<Record<ActivityType, number>>>;
}

export interface ErrorGroup {
  readonly errorCode: string;
  readonly eventType: ActivityType;
  readonly count: number;
  readonly samples: readonly string[];
}

export interface ActivityRow {
  readonly id: string;
  readonly userId: string | null;
  readonly eventType: ActivityType;
  readonly eventData: Readonly<Record<string, unknown>>;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
}

const MAX_CODE = 100;
const MAX_MESSAGE = 1000;

/** Written as whoever acts; read as a system identity, for administrators. */
export const ACTIVITY_KEY: readonly CursorPart[] = ['instant', 'uuid'];

@Injectable()
export class ActivityRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async insert({ type, userId, data = {}, error }: NewActivity): Promise<void> {
    await this.query(
      `INSERT INTO user_activity_events (event_type, user_id, event_data, error_code, error_message)
       VALUES ($1, $2, $3, $4, $5)`,
      [
        ...[type, userId, JSON.stringify(data)],
        ...[error?.code.slice(0, MAX_CODE) ?? null, error?.message.slice(0, MAX_MESSAGE) ?? null],
      ],
    );
  }

  async counts(since: Date): Promise<Partial<Record<ActivityType, number>>> {
    const rows = await this.query<{ type: ActivityType; count: number }>(
      `SELECT event_type AS type, count(*)::int AS count FROM user_activity_events
        WHERE created_at >= $1 GROUP BY event_type ORDER BY event_type`,
      [since],
    );
    return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
  }

  /** Days (UTC) on which something happened, oldest first. */
  daily(since: Date): Promise<DailyActivity[]> {
    return this.query<DailyActivity>(
      `SELECT day::text AS date, json_object_agg(event_type, count) AS counts
         FROM (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, event_type, count(*)::int AS count
                 FROM user_activity_events WHERE created_at >= $1 GROUP BY 1, 2) counted
        GROUP BY day ORDER BY day LIMIT 100`,
      [since],
    );
  }

  /** Most frequent first; at most three messages of each. */
  errors(since: Date): Promise<ErrorGroup[]> {
    return this.query<ErrorGroup>(
      `SELECT error_code AS "errorCode", event_type AS "eventType", sum(count)::int AS count,
              coalesce(json_agg(error_message ORDER BY count DESC, error_message)
                         FILTER (WHERE place <= 3 AND error_message IS NOT NULL), '[]') AS samples
         FROM (SELECT error_code, event_type, error_message, count(*) AS count,
                      row_number() OVER (PARTITION BY error_code, event_type ORDER BY count(*) DESC, error_message) AS place
                 FROM user_activity_events WHERE created_at >= $1 AND error_code IS NOT NULL
                GROUP BY error_code, event_type, error_message) messages
        GROUP BY error_code, event_type ORDER BY count DESC, error_code, event_type LIMIT 100`,
      [since],
    );
  }

  /** Newest first. */
  async list(filter: {
    readonly type: string | null;
    readonly errorOnly: boolean;
    readonly limit: number;
    readonly after: CursorKey | null;
  }): Promise<CursorPage<ActivityRow>> {
    const rows = await this.query<ActivityRow & { readonly at: string }>(
      `SELECT id, user_id AS "userId", event_type AS "eventType", event_data AS "eventData", error_code AS "errorCode",
              error_message AS "errorMessage", created_at AS "createdAt", ${instantText('created_at')} AS at
         FROM user_activity_events
        WHERE ($1::text IS NULL OR event_type = $1::text) AND (NOT $2::boolean OR error_code IS NOT NULL)
          AND ($4::timestamptz IS NULL OR created_at < $4::timestamptz
               OR (created_at = $4::timestamptz AND id > $5::uuid))
        ORDER BY created_at DESC, id LIMIT $3`,
      [filter.type, filter.errorOnly, filter.limit + 1, ...(filter.after ?? [null, null])],
    );
    return cursorPage(rows, filter.limit, ({ at, id }) => [at, id]);
  }

  private query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [...parameters]);
  }
}
