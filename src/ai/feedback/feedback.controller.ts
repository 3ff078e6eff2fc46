import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import type { Wire } from '../../shared/http/wire.js';
import { FeedbackResponse, GiveFeedback } from './feedback.dto.js';
import { FeedbackService } from './feedback.service.js';

@ApiTags('chat')
@ApiProblem('unauthenticated', 'invalid', { missing: ['message.not_found'] })
@Controller('api/v1/chat/messages/:message_id/feedback')
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  @Post()
  @ApiOperation({ summary: 'Rate an answer, or rate it anew; 202 while the AI database is away' })
  @Idempotent()
  @ApiOkResponse({ type: FeedbackResponse })
  @ApiAcceptedResponse({ type: FeedbackResponse })
  async give(
    @CurrentUser() user: AuthenticatedUser,
    @Param('message_id', UuidParam) messageId: string,
    @Body() body: GiveFeedback,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Wire<FeedbackResponse>> {
    const response = FeedbackResponse.of(await this.feedback.give(user.id, messageId, body.toWish()));
    void reply.status(response.status === 'accepted' ? 202 : 200);
    return response;
  }

  @Get()
  @ApiOperation({ summary: 'Your rating of an answer; null where there is none' })
  @ApiOkResponse({ type: FeedbackResponse })
  @ApiProblem({ unavailable: ['ai.unavailable'] })
  async find(
    @CurrentUser() user: AuthenticatedUser,
    @Param('message_id', UuidParam) messageId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const feedback = await this.feedback.find(user.id, messageId);
    // Nest would answer nothing at all for null; clients of this route read JSON.
    await reply
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(feedback && FeedbackResponse.from(feedback)));
  }

  @Delete()
  @ApiOperation({ summary: 'Withdraw the rating' })
  @HttpCode(204)
  @ApiNoContentResponse()
  withdraw(@CurrentUser() user: AuthenticatedUser, @Param('message_id', UuidParam) messageId: string): Promise<void> {
    return this.feedback.withdraw(user.id, messageId);
  }
}
