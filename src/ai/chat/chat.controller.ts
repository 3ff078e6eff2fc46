import { Body, Controller, HttpCode, type MessageEvent, Param, RequestMethod, Sse, SseSignal } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { eventStream } from '../../shared/http/event-stream.js';
import { IDEMPOTENT } from '../../shared/http/idempotency.js';
import { type Once, OncePerKey } from '../../shared/http/once-per-key.pipe.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { SendContent, SendMessage } from './chat.dto.js';
import { ChatService } from './chat.service.js';

const STREAM = {
  description: 'message_created, start, then token, tool_call, tool_result and info, at the end one done or error',
  content: {
    'text/event-stream': {
      schema: { type: 'string' as const },
      example:
        'event: token\nid: 3\ndata: {"type":"token","seq":3,"data":{"delta":"The beta"}}\n\nevent: done\nid: 9\ndata: {"type":"done","seq":9,"data":{"final_text":"The beta is 1.04.","figures":[],"citations":[],"untraced_count":0}}\n\n',
    },
  },
};

/** A question and its answer as server-sent events, with a comment every 15 s as a sign of life. */
@ApiTags('chat')
@ApiExtension(IDEMPOTENT, true)
@ApiProblem('unauthenticated', 'invalid', {
  missing: ['conversation.not_found', 'portfolio.not_found'],
  conflict: ['conversation.answer_pending'],
  'too-many': ['chat.too_many_streams'],
  unavailable: ['chat.closing'],
})
@Controller('api/v1/chat')
export class ChatController {
  constructor(private readonly chat: ChatService) {}

  @Sse('send', { method: RequestMethod.POST })
  @ApiOperation({ summary: 'Ask; the answer is streamed' })
  @HttpCode(200)
  @ApiOkResponse(STREAM)
  async send(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: SendMessage,
    @SseSignal() signal: AbortSignal,
    @OncePerKey() once: Once,
  ): Promise<Observable<MessageEvent>> {
    return eventStream(await once(() => this.chat.ask(user.id, body.toQuestion(), signal)));
  }

  @Sse('conversations/:id/send', { method: RequestMethod.POST })
  @ApiOperation({ summary: 'Ask in a conversation; the answer is streamed' })
  @HttpCode(200)
  @ApiOkResponse(STREAM)
  async sendTo(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Body() body: SendContent,
    @SseSignal() signal: AbortSignal,
    @OncePerKey() once: Once,
  ): Promise<Observable<MessageEvent>> {
    return eventStream(await once(() => this.chat.ask(user.id, body.toQuestion(id), signal)));
  }
}
