import type { TurnResult } from '../../contracts/conversation-store.js';
import type { AnswerUsage } from '../../contracts/usage-ledger.js';
import type { Passage } from '../documents/passage.js';
import type { ChatPayload, Done, ToolAnswered, ToolCalled } from './chat.events.js';
import type { ToolResult } from './tools/tool.js';

export interface ToolUse extends ToolCalled {
  readonly tool_result: ToolResult | null;
  readonly duration_ms: number | null;
}

/** Monotonic milliseconds. */
export type Stopwatch = () => number;

/** Listed once each time they begin; single fragments would drown the rest. */
const GROUPED = new Set<ChatPayload['type']>(['token']);

/** One answer as it comes into being: its text, its tool calls, and when what happened. */
export class Transcript {
  private readonly startedAt: number;
  private readonly uses = new Map<string, { readonly use: ToolUse; readonly calledAt: number }>();
  private readonly timeline: { type: string; t_ms: number }[] = [];
  private readonly gaps: number[] = [];
  private readonly fragments = { initial: 0, continuation: 0 };
  private firstTokenAt: number | null = null;
  private lastResultAt: number | null = null;
  private written = '';
  private steps = 0;
  private calls = 0;
  usage: Done['usage'] = { input_tokens: null, output_tokens: null };
  /** What the model was shown, in the order of their numbers from 1. */
  passages: readonly Passage[] = [];

  constructor(private readonly now: Stopwatch) {
    this.startedAt = now();
  }

  get text(): string {
    return this.written;
  }

  get toolUses(): readonly ToolUse[] {
    return [...this.uses.values()].map(({ use }) => use);
  }

  get elapsedMs(): number {
    return Math.round(this.now() - this.startedAt);
  }

  /** Text of a new part; a blank line keeps it apart from what was said before a tool call. */
  startPart(): string {
    return this.written === '' || /\s$/.test(this.written) ? '' : '\n\n';
  }

  token(delta: string): ChatPayload {
    const at = this.now();
    this.firstTokenAt ??= at;
    if (this.lastResultAt !== null) this.gaps.push(Math.round(at - this.lastResultAt));
    this.lastResultAt = null;
    this.fragments[this.uses.size === 0 ? 'initial' : 'continuation'] += 1;
    this.written += delta;
    return this.note({ type: 'token', data: { delta } });
  }

  toolCalled(data: ToolCalled): ChatPayload {
    this.uses.set(data.tool_call_id, { use: { ...data, tool_result: null, duration_ms: null }, calledAt: this.now() });
    return this.note({ type: 'tool_call', data });
  }

  toolAnswered(callId: string, result: ToolResult): ChatPayload | null {
    const call = this.uses.get(callId);
    if (!call) return null;
    this.lastResultAt = this.now();
    const { use, calledAt } = call;
    const duration_ms = Math.round(this.lastResultAt - calledAt);
    this.uses.set(callId, { use: { ...use, tool_result: result, duration_ms }, calledAt });
    const data: ToolAnswered = { tool_call_id: callId, tool_name: use.tool_name, tool_result: result, duration_ms };
    return this.note({ type: 'tool_result', data });
  }

  stepBegun(): void {
    this.steps += 1;
  }

  /** Once a step, and once more for each time that the provider had to be asked again. */
  modelCalled(): void {
    this.calls += 1;
  }

  note<Payload extends ChatPayload>(payload: Payload): Payload {
    const last = this.timeline.at(-1);
    if (!(GROUPED.has(payload.type) && last?.type === payload.type)) {
      this.timeline.push({ type: payload.type, t_ms: this.elapsedMs });
    }
    return payload;
  }

  done(
    { model, maxRetries }: { readonly model: string; readonly maxRetries: number },
    found: Pick<Done, 'citations' | 'figures'>,
  ): Done {
    return {
      final_text: this.written,
      tool_calls_count: this.uses.size,
      latency_ms: this.elapsedMs,
      token_counts: { ...this.fragments },
      post_tool_first_token_gaps_ms: [...this.gaps],
      event_timeline: [...this.timeline, { type: 'done', t_ms: this.elapsedMs }],
      fallback_used: false,
      model_used: model,
      retry_stats: { attempts: 1 + this.calls - this.steps, max_retries: maxRetries, used_fallback_model: false },
      ...found,
      untraced_count: found.figures.filter(({ traced }) => !traced).length,
      usage: this.usage,
    };
  }

  /** What it took, for the account of the user. */
  usageOf(model: string, error: AnswerUsage['error']): Omit<AnswerUsage, 'conversationId' | 'messageId'> {
    return {
      model,
      inputTokens: this.usage.input_tokens,
      outputTokens: this.usage.output_tokens,
      firstTokenMs: this.firstTokenAt === null ? null : Math.round(this.firstTokenAt - this.startedAt),
      latencyMs: this.elapsedMs,
      toolCalls: this.toolUses.map(({ tool_name: name, duration_ms: durationMs }) => ({ name, durationMs })),
      error,
    };
  }

  result(
    model: string,
    found: Pick<TurnResult, 'citations' | 'figures'>,
    error: TurnResult['error'] = null,
  ): TurnResult {
    return {
      content: this.written,
      toolCalls: this.toolUses,
      ...found,
      model,
      firstTokenMs: this.firstTokenAt === null ? null : Math.round(this.firstTokenAt - this.startedAt),
      latencyMs: this.elapsedMs,
      promptTokens: this.usage.input_tokens,
      completionTokens: this.usage.output_tokens,
      error,
    };
  }
}
