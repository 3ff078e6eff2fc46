import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  CONVERSATION_STORE,
  type ConversationStore,
  type ConversationView,
  type TurnStart,
} from '../../contracts/conversation-store.js';
import { PORTFOLIO_READER, type PortfolioReader } from '../../contracts/portfolio-reader.js';
import { Clock, isoDay } from '../../shared/time/clock.js';
import type { Passage } from '../documents/passage.js';
import { AnswerRunner, type Turn } from './answer.runner.js';
import {
  AnswerInterrupted,
  ChatConversationNotFound,
  ChatPortfolioNotFound,
  describeFailure,
  TooManyStreams,
} from './chat.errors.js';
import {
  type ChatEvent,
  chatEvents,
  type ChatPayload,
  type Citation,
  type WireFigure,
  wireFigure,
} from './chat.events.js';
import { citedNumbers } from './citation.kernel.js';
import { traceFigures } from './figure-tracing.kernel.js';
import { Transcript } from './transcript.js';

export interface Question {
  readonly conversationId: string;
  readonly text: string;
  /** What the user looks at, if that is another portfolio than the conversation's. */
  readonly portfolioId: string | null;
}

interface OpenTurn extends Turn {
  readonly conversation: ConversationView;
  readonly ids: TurnStart;
}

interface Findings {
  readonly citations: readonly Citation[];
  readonly figures: readonly WireFigure[];
}

const HISTORY = 10;
const STREAMS_PER_USER = 3;
/** Below the two minutes after which core takes a pending answer for abandoned. */
const TURN_LIMIT_MS = 110_000;

/** Answers questions of a conversation as a stream that ends with exactly one `done` or `error`. */
@Injectable()
export class ChatService {
  private readonly log = new Logger(ChatService.name);
  private readonly open = new Map<string, number>();

  constructor(
    @Inject(CONVERSATION_STORE) private readonly conversations: ConversationStore,
    @Inject(PORTFOLIO_READER) private readonly portfolios: PortfolioReader,
    private readonly runner: AnswerRunner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Stores the question, then answers it. What can be refused is refused before the first event; the caller reads the
   * stream to its end, and aborts the signal when nobody wants it any more.
   */
  async ask(userId: string, question: Question, signal: AbortSignal): Promise<AsyncGenerator<ChatEvent, void>> {
    this.enter(userId);
    try {
      const turn = await this.begin(userId, question);
      return this.events(turn, signal);
    } catch (error) {
      this.leave(userId);
      throw error;
    }
  }

  private async begin(userId: string, { conversationId, text, portfolioId }: Question): Promise<OpenTurn> {
    const conversation = await this.conversations.find(userId, conversationId);
    if (!conversation) throw new ChatConversationNotFound();
    if (portfolioId !== null && !(await this.owns(userId, portfolioId))) throw new ChatPortfolioNotFound();
    const history = await this.conversations.history(userId, conversationId, HISTORY);
    const ids = await this.conversations.beginTurn(userId, conversationId, text);
    const caller = { userId, portfolioId: portfolioId ?? conversation.portfolioId };
    return { caller, question: text, history, today: isoDay(this.clock.now()), conversation, ids };
  }

  private async *events(turn: OpenTurn, signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    const envelope = chatEvents(`run_${randomBytes(6).toString('hex')}`);
    try {
      for await (const payload of this.payloads(turn, signal)) yield envelope(payload, this.clock.now().getTime());
    } finally {
      this.leave(turn.caller.userId);
    }
  }

  private async *payloads(turn: OpenTurn, signal: AbortSignal): AsyncGenerator<ChatPayload, void> {
    const transcript = new Transcript(() => performance.now());
    const timeout = AbortSignal.timeout(TURN_LIMIT_MS);
    try {
      yield transcript.note(created(turn));
      yield transcript.note(this.started(turn));
      const passages = yield* this.runner.answer(turn, transcript, AbortSignal.any([signal, timeout]));
      const found = findingsOf(turn, transcript, passages);
      await this.store(turn, transcript, found, null);
      yield { type: 'done', data: transcript.done(this.runner.model, found) };
    } catch (error) {
      const interruption = signal.aborted ? 'left' : 'timeout';
      const isInterrupted = signal.aborted || timeout.aborted;
      yield await this.fail(turn, transcript, isInterrupted ? new AnswerInterrupted(interruption) : error);
    }
  }

  /** What was written until then is kept, marked as failed. */
  private async fail(turn: OpenTurn, transcript: Transcript, error: unknown): Promise<ChatPayload> {
    const { isOurs, ...failed } = describeFailure(error);
    if (isOurs) this.log.error(`An answer failed: ${failed.code}`, error instanceof Error ? error.stack : error);
    try {
      const found = findingsOf(turn, transcript, []);
      await this.store(turn, transcript, found, { code: failed.code, message: failed.error });
    } catch (storing) {
      this.log.error('A failed answer could not be stored', storing instanceof Error ? storing.stack : storing);
    }
    return { type: 'error', data: failed };
  }

  private store(
    { caller, ids }: OpenTurn,
    transcript: Transcript,
    found: Findings,
    error: { code: string; message: string } | null,
  ): Promise<void> {
    const result = transcript.result(this.runner.model, found, error);
    return this.conversations.finishTurn(caller.userId, ids.assistantMessageId, result);
  }

  private started({ conversation, caller }: OpenTurn): ChatPayload {
    const { id, mode } = conversation;
    const data = { conversation_id: id, mode, model: this.runner.model, portfolio_id: caller.portfolioId };
    return { type: 'start', data: { ...data, web_search_enabled: false } };
  }

  private async owns(userId: string, portfolioId: string): Promise<boolean> {
    return (await this.portfolios.listForUser(userId)).some(({ id }) => id === portfolioId);
  }

  private enter(userId: string): void {
    const count = this.open.get(userId) ?? 0;
    if (count >= STREAMS_PER_USER) throw new TooManyStreams(STREAMS_PER_USER);
    this.open.set(userId, count + 1);
  }

  private leave(userId: string): void {
    const count = (this.open.get(userId) ?? 1) - 1;
    if (count > 0) this.open.set(userId, count);
    else this.open.delete(userId);
  }
}

const created = ({ conversation, ids }: OpenTurn): ChatPayload => ({
  type: 'message_created',
  data: {
    user_message_id: ids.userMessageId,
    assistant_message_id: ids.assistantMessageId,
    conversation_id: conversation.id,
  },
});

/** The passages that the text cites, and each of its figures with its source. */
function findingsOf(turn: OpenTurn, transcript: Transcript, passages: readonly Passage[]): Findings {
  const cited = citedNumbers(transcript.text).flatMap((index) => {
    const passage = passages[index - 1];
    return passage ? [{ index, passage }] : [];
  });
  const figures = traceFigures(transcript.text, {
    results: transcript.toolUses.flatMap(({ tool_name: toolName, tool_result: result }) =>
      result === null
        ? []
        : [{ resultId: result.meta.result_id, toolName, asOf: result.meta.as_of, data: result.data }],
    ),
    passages: cited.map(({ index, passage }) => ({ citation: index, text: passage.content })),
    knownDates: [turn.today],
  });
  return {
    citations: cited.map(({ index, passage: { id, title, sourceKey } }) => ({
      ...{ index, document_id: id, title, source_key: sourceKey },
    })),
    figures: figures.map(wireFigure),
  };
}
