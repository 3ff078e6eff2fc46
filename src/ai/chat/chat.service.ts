import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  CONVERSATION_STORE,
  type ConversationStore,
  type ConversationView,
  type TurnStart,
} from '../../contracts/conversation-store.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../contracts/portfolio-reader.js';
import { type AnswerUsage, USAGE_LEDGER, type UsageLedger } from '../../contracts/usage-ledger.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import { AnswerRunner, type Turn } from './answer.runner.js';
import {
  AnswerInterrupted,
  ChatConversationNotFound,
  ChatPortfolioNotFound,
  describeFailure,
  type Interruption,
  storyOf,
} from './chat.errors.js';
import { type ChatEvent, chatEvents, type ChatPayload } from './chat.events.js';
import { type Findings, findingsOf } from './findings.js';
import { type OpenStream, OpenStreams } from './open-streams.js';
import { Transcript } from './transcript.js';

export interface Question {
  readonly conversationId: string;
  readonly text: string;
  /** What the user looks at, if that is another portfolio than the conversation's. */
  readonly portfolioId: string | null;
}

interface OpenTurn extends Turn {
  readonly stream: OpenStream;
  readonly conversation: ConversationView;
  readonly ids: TurnStart;
  /** Entry of the usage ledger. */
  readonly usageId: string;
}

const HISTORY = 10;
const STREAMS_PER_USER = 3;
/** Below the two minutes after which core takes a pending answer for abandoned. */
const TURN_LIMIT_MS = 110_000;
/** For what was written until then to be stored. */
const SHUTDOWN_PATIENCE_MS = 10_000;

/** Answers questions of a conversation as a stream that ends with exactly one `done` or `error`. */
@Injectable()
export class ChatService implements BeforeApplicationShutdown {
  private readonly log = new Logger(ChatService.name);
  private readonly streams = new OpenStreams(STREAMS_PER_USER);

  constructor(
    @Inject(CONVERSATION_STORE) private readonly conversations: ConversationStore,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    private readonly runner: AnswerRunner,
    @Inject(USAGE_LEDGER) private readonly usage: UsageLedger,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Stores the question, then answers it. What can be refused is refused before the first event; the caller reads the
   * stream to its end, and aborts the signal when nobody wants it any more.
   */
  async ask(userId: string, question: Question, signal: AbortSignal): Promise<AsyncGenerator<ChatEvent, void>> {
    const stream = this.streams.enter(userId);
    try {
      const turn = await this.begin(userId, question);
      return this.events({ ...turn, stream }, signal);
    } catch (error) {
      stream.leave();
      throw error;
    }
  }

  /** While the databases are still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.streams.close(SHUTDOWN_PATIENCE_MS);
  }

  private async begin(
    userId: string,
    { conversationId, text, portfolioId }: Question,
  ): Promise<Omit<OpenTurn, 'stream'>> {
    const conversation = await this.conversations.find(userId, conversationId);
    if (!conversation) throw new ChatConversationNotFound();
    if (portfolioId !== null && !(await this.owns(userId, portfolioId))) throw new ChatPortfolioNotFound();
    const history = await this.conversations.history(userId, conversationId, HISTORY);
    const usageId = await this.usage.reserve(userId, 'chat', this.runner.model);
    const ids = await this.beginTurn(userId, conversationId, text, usageId);
    const caller = { userId, portfolioId: portfolioId ?? conversation.portfolioId };
    return { caller, question: text, history, today: isoDay(this.clock.now()), conversation, ids, usageId };
  }

  /** A question that is refused, such as one too early, is not charged. */
  private async beginTurn(userId: string, conversationId: string, text: string, usageId: string): Promise<TurnStart> {
    try {
      return await this.conversations.beginTurn(userId, conversationId, text);
    } catch (error) {
      await this.usage.finish(userId, usageId, refusedUsage(this.runner.model, conversationId));
      throw error;
    }
  }

  private async *events(turn: OpenTurn, signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    const envelope = chatEvents(`run_${randomBytes(6).toString('hex')}`);
    try {
      for await (const payload of this.payloads(turn, signal)) yield envelope(payload, this.clock.now().getTime());
    } finally {
      turn.stream.leave();
    }
  }

  private async *payloads(turn: OpenTurn, signal: AbortSignal): AsyncGenerator<ChatPayload, void> {
    const transcript = new Transcript(() => performance.now());
    const timeout = AbortSignal.timeout(TURN_LIMIT_MS);
    try {
      yield transcript.note(created(turn));
      yield transcript.note(this.started(turn));
      yield* this.runner.answer(turn, transcript, AbortSignal.any([signal, timeout, turn.stream.signal]));
      const found = findingsOf(turn, transcript);
      await this.store(turn, transcript, found, null);
      yield { type: 'done', data: transcript.done(this.runner, found) };
    } catch (error) {
      const interruption = interruptionOf({ left: signal, shutdown: turn.stream.signal, timeout });
      yield await this.fail(turn, transcript, interruption ? new AnswerInterrupted(interruption) : error);
    }
  }

  /** What was written until then is kept, marked as failed. */
  private async fail(turn: OpenTurn, transcript: Transcript, error: unknown): Promise<ChatPayload> {
    const { isOurs, ...failed } = describeFailure(error);
    if (isOurs) this.log.error(`An answer failed: ${failed.code}`, storyOf(error));
    try {
      const found = findingsOf(turn, transcript);
      await this.store(turn, transcript, found, { code: failed.code, message: failed.error });
    } catch (storing) {
      this.log.error('A failed answer could not be stored', storyOf(storing));
    }
    return { type: 'error', data: failed };
  }

  private async store(
    { caller, ids, conversation, usageId }: OpenTurn,
    transcript: Transcript,
    found: Findings,
    error: { code: string; message: string } | null,
  ): Promise<void> {
    const result = transcript.result(this.runner.model, found, error);
    await this.conversations.finishTurn(caller.userId, ids.assistantMessageId, result);
    const usage = transcript.usageOf(this.runner.model, error);
    const about = { conversationId: conversation.id, messageId: ids.assistantMessageId };
    await this.usage.finish(caller.userId, usageId, { ...usage, ...about });
  }

  private started({ conversation, caller }: OpenTurn): ChatPayload {
    const { id, mode } = conversation;
    const data = { conversation_id: id, mode, model: this.runner.model, portfolio_id: caller.portfolioId };
    return { type: 'start', data: { ...data, web_search_enabled: false } };
  }

  private async owns(userId: string, portfolioId: string): Promise<boolean> {
    return (await this.portfolios.listForUser(userId)).some(({ id }) => id === portfolioId);
  }
}

const refusedUsage = (model: string, conversationId: string): AnswerUsage => ({
  ...{ model, conversationId, messageId: null, inputTokens: null, outputTokens: null, firstTokenMs: null },
  ...{ latencyMs: 0, toolCalls: [], error: { code: 'chat.refused', message: 'The question was not accepted.' } },
});

const interruptionOf = (signals: Readonly<Record<Interruption, AbortSignal>>): Interruption | undefined =>
  (['left', 'shutdown', 'timeout'] as const).find((name) => signals[name].aborted);

const created = ({ conversation, ids }: OpenTurn): ChatPayload => ({
  type: 'message_created',
  data: {
    user_message_id: ids.userMessageId,
    assistant_message_id: ids.assistantMessageId,
    conversation_id: conversation.id,
  },
});
