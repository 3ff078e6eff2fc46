import { Injectable } from '@nestjs/common';
import { CoreTransactions } from '../core.transactions.js';

export interface UsageTotals {
  readonly total: number;
  readonly failed: number;
  readonly avgLatency: number | null;
  readonly avgInput: number | null;
  readonly avgOutput: number | null;
  readonly input: number;
  readonly output: number;
  readonly toolCalls: number;
  readonly withTools: number;
}

export interface LatencyFigures {
  readonly count: number;
  /** At 0.5, 0.75, 0.9, 0.95 and 0.99; null without a sample. */
  readonly percentiles: readonly number[] | null;
  readonly avg: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly avgFirstToken: number | null;
}

export interface DailyTokens {
  readonly date: string;
  readonly input: number;
  readonly output: number;
  readonly requests: number;
  readonly avgInput: number | null;
  readonly avgOutput: number | null;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

export interface ErrorCount extends NamedCount {
  readonly samples: readonly string[];
}

export interface ModelCount extends NamedCount {
  readonly avgLatency: number | null;
  readonly avgTokens: number | null;
}

const MAX_ROWS = 100;
/** Answers that have ended, since $1. */
const ENDED = "FROM ai_request_metrics WHERE state <> 'pending' AND created_at >= $1";

/** Aggregates over all users, as a system identity. Tokens that a model did not report are left out, not zero. */
@Injectable()
export class AiMetricsRepository {
  constructor(private readonly tx: CoreTransactions) {}

  async totals(since: Date): Promise<UsageTotals> {
    const [row] = await this.query<UsageTotals>(
      `SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'failed')::int AS failed,
              avg(latency_ms)::float8 AS "avgLatency", avg(input_tokens)::float8 AS "avgInput",
              avg(output_tokens)::float8 AS "avgOutput", coalesce(sum(input_tokens), 0)::float8 AS input,
              coalesce(sum(output_tokens), 0)::float8 AS output,
              coalesce(sum(jsonb_array_length(tool_calls)), 0)::int AS "toolCalls",
              count(*) FILTER (WHERE jsonb_array_length(tool_calls) > 0)::int AS "withTools" ${ENDED}`,
      since,
    );
    return row ?? NO_TOTALS;
  }

  /** Of answers that came; a failure is not quick, it is none. */
  async latency(since: Date): Promise<LatencyFigures> {
    const [row] = await this.query<LatencyFigures>(
      `SELECT count(latency_ms)::int AS count,
              percentile_cont(ARRAY[0.5, 0.75, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS percentiles,
              avg(latency_ms)::float8 AS avg, min(latency_ms) AS min, max(latency_ms) AS max,
              avg(first_token_ms)::float8 AS "avgFirstToken" ${ENDED} AND state = 'answered'`,
      since,
    );
    return row ?? { count: 0, percentiles: null, avg: null, min: null, max: null, avgFirstToken: null };
  }

  /** By day (UTC), oldest first. */
  dailyTokens(since: Date): Promise<DailyTokens[]> {
    return this.query<DailyTokens>(
      `SELECT (created_at AT TIME ZONE 'UTC')::date::text AS date, coalesce(sum(input_tokens), 0)::float8 AS input,
              coalesce(sum(output_tokens), 0)::float8 AS output, count(*)::int AS requests,
              avg(input_tokens)::float8 AS "avgInput", avg(output_tokens)::float8 AS "avgOutput"
         ${ENDED} GROUP BY 1 ORDER BY 1 LIMIT ${MAX_ROWS}`,
      since,
    );
  }

  errors(since: Date): Promise<ErrorCount[]> {
    return this.query<ErrorCount>(
      `SELECT error_type AS name, sum(count)::int AS count,
              coalesce(json_agg(error_message ORDER BY count DESC, error_message) FILTER (WHERE place <= 3), '[]') AS samples
         FROM (SELECT error_type, error_message, count(*) AS count,
                      row_number() OVER (PARTITION BY error_type ORDER BY count(*) DESC, error_message) AS place
                 ${ENDED} AND state = 'failed' GROUP BY error_type, error_message) messages
        GROUP BY error_type ORDER BY count DESC, error_type LIMIT ${MAX_ROWS}`,
      since,
    );
  }

  tools(since: Date): Promise<NamedCount[]> {
    return this.query<NamedCount>(
      `SELECT call ->> 'name' AS name, count(*)::int AS count
         FROM (SELECT tool_calls ${ENDED}) requests CROSS JOIN jsonb_array_elements(tool_calls) AS call
        GROUP BY 1 ORDER BY count DESC, name LIMIT ${MAX_ROWS}`,
      since,
    );
  }

  models(since: Date): Promise<ModelCount[]> {
    return this.query<ModelCount>(
      `SELECT model AS name, count(*)::int AS count, avg(latency_ms)::float8 AS "avgLatency",
              avg(input_tokens + output_tokens)::float8 AS "avgTokens"
         ${ENDED} GROUP BY model ORDER BY count DESC, model LIMIT ${MAX_ROWS}`,
      since,
    );
  }

  private query<T>(sql: string, since: Date): Promise<T[]> {
    return this.tx.manager.query<T[]>(sql, [since]);
  }
}

const NO_TOTALS: UsageTotals = {
  ...{ total: 0, failed: 0, avgLatency: null, avgInput: null, avgOutput: null, input: 0, output: 0 },
  ...{ toolCalls: 0, withTools: 0 },
};
