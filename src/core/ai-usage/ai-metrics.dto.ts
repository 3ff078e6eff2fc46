import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { type Wire } from '../../shared/http/wire.js';
import {
  type DailyTokens,
  type ErrorCount,
  type LatencyFigures,
  type ModelCount,
  type NamedCount,
} from './ai-metrics.repository.js';
import { type Measured } from './ai-metrics.service.js';

const INT = { type: 'integer' } as const;
const NUMBER = { type: Number, nullable: true } as const;
const PERCENT = { type: Number, nullable: true, description: '0 to 100; null without requests' } as const;

const percentOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;
const rounded = (value: number | null | undefined): number | null =>
  value == null ? null : Math.round(value * 100) / 100;

export class AiMetricsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 90, default: 30 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days = 30;
}

class MetricsRange {
  @ApiProperty({ type: String, format: 'date-time' }) start: string;
  @ApiProperty({ type: String, format: 'date-time' }) end: string;
}

const rangeOf = ({ start, end }: Measured<unknown>): { date_range: Wire<MetricsRange> } => ({
  date_range: { start: start.toISOString(), end: end.toISOString() },
});

export class AiMetricsResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty(INT) total_requests: number;
  @ApiProperty(INT) successful_requests: number;
  @ApiProperty(INT) failed_requests: number;
  @ApiProperty(PERCENT) error_rate: number | null;
  @ApiProperty(NUMBER) avg_latency_ms: number | null;
  @ApiProperty({ ...NUMBER, description: 'Of answers whose model reports tokens' }) avg_input_tokens: number | null;
  @ApiProperty(NUMBER) avg_output_tokens: number | null;
  @ApiProperty(INT) total_input_tokens: number;
  @ApiProperty(INT) total_output_tokens: number;
  @ApiProperty(INT) total_tool_calls: number;

  static from(measured: Measured<unknown>): Wire<AiMetricsResponse> {
    const { total, failed, avgLatency, avgInput, avgOutput, input, output, toolCalls } = measured.totals;
    return {
      ...rangeOf(measured),
      total_requests: total,
      successful_requests: total - failed,
      failed_requests: failed,
      error_rate: percentOf(failed, total),
      avg_latency_ms: rounded(avgLatency),
      avg_input_tokens: rounded(avgInput),
      avg_output_tokens: rounded(avgOutput),
      total_input_tokens: input,
      total_output_tokens: output,
      total_tool_calls: toolCalls,
    };
  }
}

export class AiLatencyResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty({ ...INT, description: 'Answers that came' }) sample_count: number;
  @ApiProperty(NUMBER) p50_ms: number | null;
  @ApiProperty(NUMBER) p75_ms: number | null;
  @ApiProperty(NUMBER) p90_ms: number | null;
  @ApiProperty(NUMBER) p95_ms: number | null;
  @ApiProperty(NUMBER) p99_ms: number | null;
  @ApiProperty(NUMBER) avg_ms: number | null;
  @ApiProperty(NUMBER) min_ms: number | null;
  @ApiProperty(NUMBER) max_ms: number | null;
  @ApiProperty(NUMBER) avg_first_token_ms: number | null;

  static from(measured: Measured<LatencyFigures>): Wire<AiLatencyResponse> {
    const { count, percentiles, avg, min, max, avgFirstToken } = measured.found;
    const [p50, p75, p90, p95, p99] = percentiles ?? [];
    return {
      ...rangeOf(measured),
      sample_count: count,
      p50_ms: rounded(p50),
      p75_ms: rounded(p75),
      p90_ms: rounded(p90),
      p95_ms: rounded(p95),
      p99_ms: rounded(p99),
      avg_ms: rounded(avg),
      min_ms: min,
      max_ms: max,
      avg_first_token_ms: rounded(avgFirstToken),
    };
  }
}

class DailyTokensResponse {
  @ApiProperty({ type: String, format: 'date' }) date: string;
  @ApiProperty(INT) total_input_tokens: number;
  @ApiProperty(INT) total_output_tokens: number;
  @ApiProperty(INT) total_tokens: number;
  @ApiProperty(INT) request_count: number;
  @ApiProperty(NUMBER) avg_input_tokens: number | null;
  @ApiProperty(NUMBER) avg_output_tokens: number | null;
}

export class AiTokensResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty(INT) total_input_tokens: number;
  @ApiProperty(INT) total_output_tokens: number;
  @ApiProperty({ type: [DailyTokensResponse] }) daily: DailyTokensResponse[];

  static from(measured: Measured<readonly DailyTokens[]>): Wire<AiTokensResponse> {
    return {
      ...rangeOf(measured),
      total_input_tokens: measured.totals.input,
      total_output_tokens: measured.totals.output,
      daily: measured.found.map(({ date, input, output, requests, avgInput, avgOutput }) => ({
        date,
        total_input_tokens: input,
        total_output_tokens: output,
        total_tokens: input + output,
        request_count: requests,
        avg_input_tokens: rounded(avgInput),
        avg_output_tokens: rounded(avgOutput),
      })),
    };
  }
}

class AiErrorResponse {
  @ApiProperty({ type: String, example: 'model.unavailable' }) error_type: string;
  @ApiProperty(INT) count: number;
  @ApiProperty({ type: Number }) percentage: number | null;
  @ApiProperty({ type: [String], description: 'At most three' }) sample_messages: string[];
}

export class AiErrorsResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty(INT) total_errors: number;
  @ApiProperty(PERCENT) error_rate: number | null;
  @ApiProperty({ type: [AiErrorResponse] }) breakdown: AiErrorResponse[];

  static from(measured: Measured<readonly ErrorCount[]>): Wire<AiErrorsResponse> {
    const { failed, total } = measured.totals;
    return {
      ...rangeOf(measured),
      total_errors: failed,
      error_rate: percentOf(failed, total),
      breakdown: measured.found.map(({ name, count, samples }) => ({
        ...{ error_type: name, count, percentage: percentOf(count, failed), sample_messages: samples },
      })),
    };
  }
}

class AiToolResponse {
  @ApiProperty({ type: String }) tool_name: string;
  @ApiProperty(INT) call_count: number;
  @ApiProperty({ type: Number }) percentage: number | null;
}

export class AiToolsResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty(INT) total_tool_calls: number;
  @ApiProperty(INT) requests_with_tools: number;
  @ApiProperty({ ...NUMBER, description: 'Null without requests' }) avg_tools_per_request: number | null;
  @ApiProperty({ type: [AiToolResponse] }) tools: AiToolResponse[];

  static from(measured: Measured<readonly NamedCount[]>): Wire<AiToolsResponse> {
    const { toolCalls, withTools, total } = measured.totals;
    return {
      ...rangeOf(measured),
      total_tool_calls: toolCalls,
      requests_with_tools: withTools,
      avg_tools_per_request: total === 0 ? null : rounded(toolCalls / total),
      tools: measured.found.map(({ name, count }) => ({
        ...{ tool_name: name, call_count: count, percentage: percentOf(count, toolCalls) },
      })),
    };
  }
}

class AiModelResponse {
  @ApiProperty({ type: String, example: 'offline-analyst' }) model: string;
  @ApiProperty(INT) request_count: number;
  @ApiProperty({ type: Number }) percentage: number | null;
  @ApiProperty(NUMBER) avg_latency_ms: number | null;
  @ApiProperty(NUMBER) avg_tokens: number | null;
}

export class AiModelsResponse {
  @ApiProperty({ type: MetricsRange }) date_range: MetricsRange;
  @ApiProperty({ type: [AiModelResponse] }) models: AiModelResponse[];

  static from(measured: Measured<readonly ModelCount[]>): Wire<AiModelsResponse> {
    const models = measured.found.map(({ name, count, avgLatency, avgTokens }) => ({
      ...{ model: name, request_count: count, percentage: percentOf(count, measured.totals.total) },
      ...{ avg_latency_ms: rounded(avgLatency), avg_tokens: rounded(avgTokens) },
    }));
    return { ...rangeOf(measured), models };
  }
}
