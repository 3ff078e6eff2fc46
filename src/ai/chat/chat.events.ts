import { type TracedFigure } from './figure-tracing.kernel.js';
import { type ToolResult } from './tools/tool.js';

/** Wire names throughout: these objects are sent as they are. */
export interface MessageCreated {
  readonly user_message_id: string;
  readonly assistant_message_id: string;
  readonly conversation_id: string;
}

export interface Started {
  readonly conversation_id: string;
  readonly mode: string;
  readonly model: string;
  readonly web_search_enabled: false;
  readonly portfolio_id: string | null;
}

export interface Token {
  readonly delta: string;
}

export interface ToolCalled {
  readonly tool_call_id: string;
  readonly tool_name: string;
  readonly tool_args: Readonly<Record<string, unknown>>;
}

export interface ToolAnswered {
  readonly tool_call_id: string;
  readonly tool_name: string;
  readonly tool_result: ToolResult;
  readonly duration_ms: number;
}

export type Info =
  | {
      readonly info_type: 'retry_scheduled';
      readonly attempt: number;
      readonly max_attempts: number;
      readonly retry_in_ms: number;
      readonly retryable: true;
    }
  | { readonly info_type: 'model_switch'; readonly from: string; readonly to: string; readonly attempt: number }
  /** The AI database does not answer: this reply is given without the knowledge base and without memories. */
  | { readonly info_type: 'without_recall' };

export interface Citation {
  /** The number in brackets in the text. */
  readonly index: number;
  readonly document_id: string;
  readonly title: string;
  readonly source_key: string;
}

export type WireFigureSource =
  { readonly result_id: string; readonly tool_name: string; readonly path: string } | { readonly citation: number };

export interface WireFigure {
  readonly text: string;
  readonly kind: 'number' | 'date';
  readonly value: number | string | null;
  readonly start: number;
  readonly end: number;
  readonly traced: boolean;
  readonly source: WireFigureSource | null;
}

export interface Done {
  readonly final_text: string;
  readonly tool_calls_count: number;
  readonly latency_ms: number;
  /** Text fragments sent before and after the first tool call; the client knows them under this name. */
  readonly token_counts: { readonly initial: number; readonly continuation: number };
  readonly post_tool_first_token_gaps_ms: readonly number[];
  readonly event_timeline: readonly { readonly type: string; readonly t_ms: number }[];
  readonly fallback_used: boolean;
  readonly model_used: string;
  readonly retry_stats: {
    readonly attempts: number;
    readonly max_retries: number;
    readonly used_fallback_model: boolean;
  };
  readonly citations: readonly Citation[];
  readonly figures: readonly WireFigure[];
  readonly untraced_count: number;
  /** Null where the provider does not say. */
  readonly usage: { readonly input_tokens: number | null; readonly output_tokens: number | null };
}

export interface Failed {
  readonly error: string;
  /** The types that the web client knows. */
  readonly error_type: 'AUTH_EXPIRED' | 'RATE_LIMITED' | 'NETWORK_ERROR' | 'SERVER_ERROR' | 'FATAL_ERROR';
  /** Our stable code, as problem details have it. */
  readonly code: string;
  readonly retryable: boolean;
}

/** What a reply consists of, in order: message_created, start, (token | tool_call, tool_result | info)*, done or error. */
export type ChatPayload =
  | { readonly type: 'message_created'; readonly data: MessageCreated }
  | { readonly type: 'start'; readonly data: Started }
  | { readonly type: 'token'; readonly data: Token }
  | { readonly type: 'tool_call'; readonly data: ToolCalled }
  | { readonly type: 'tool_result'; readonly data: ToolAnswered }
  | { readonly type: 'info'; readonly data: Info }
  | { readonly type: 'done'; readonly data: Done }
  | { readonly type: 'error'; readonly data: Failed };

/** The ids of `message_created` stand beside the envelope too, where the web client looks for them. */
export type ChatEvent = ChatPayload & {
  readonly run_id: string;
  /** From 0, without gaps; the SSE `id`. */
  readonly seq: number;
  /** Unix time in milliseconds. */
  readonly timestamp: number;
} & Partial<MessageCreated>;

/** Puts payloads of one run into envelopes with rising `seq`. The instant comes from the caller's clock. */
export function chatEvents(runId: string): (payload: ChatPayload, timestamp: number) => ChatEvent {
  let next = 0;
  return (payload, timestamp) => ({
    ...(payload.type === 'message_created' ? payload.data : {}),
    ...payload,
    run_id: runId,
    seq: next++,
    timestamp,
  });
}

export const wireFigure = ({ source, ...figure }: TracedFigure): WireFigure => ({
  ...figure,
  source: wireSource(source),
});

function wireSource(source: TracedFigure['source']): WireFigureSource | null {
  if (source === null || 'citation' in source) return source;
  return { result_id: source.resultId, tool_name: source.toolName, path: source.path };
}
