import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { ListTransactionsQuery, MAX_AT_ONCE, NewTransaction, PostTransactions } from './transaction-input.dto.js';
import { BookedTransactionsResponse, PreviewResponse, TransactionListResponse } from './transaction.dto.js';
import { TransactionService } from './transaction.service.js';

const ONE_OR_MANY = {
  schema: {
    oneOf: [
      { $ref: getSchemaPath(NewTransaction) },
      {
        type: 'object' as const,
        required: ['transactions'],
        properties: {
          transactions: {
            type: 'array' as const,
            minItems: 1,
            maxItems: MAX_AT_ONCE,
            items: { $ref: getSchemaPath(NewTransaction) },
          },
        },
      },
    ],
  },
};

@ApiTags('transactions')
@ApiBearerAuth()
@ApiExtraModels(NewTransaction)
@ApiProblem('unauthenticated', { missing: ['portfolio.not_found'], invalid: ['ledger.rejected', 'input.invalid'] })
@Controller('api/v1/portfolios/:portfolioId/transactions')
export class TransactionController {
  constructor(private readonly transactions: TransactionService) {}

  @Get()
  @ApiOperation({ summary: 'The ledger, newest first' })
  @ApiOkResponse({ type: TransactionListResponse })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Query() query: ListTransactionsQuery,
    @NextLink() link: LinkNext,
  ): Promise<TransactionListResponse> {
    return TransactionListResponse.from(
      link(await this.transactions.list(user.id, portfolioId, query.filter())),
      query,
    );
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Book one entry or several; all or none' })
  @ApiBody(ONE_OR_MANY)
  @ApiCreatedResponse({ type: BookedTransactionsResponse })
  @ApiProblem({ conflict: ['portfolio.currency_changed'] })
  async post(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Body() body: PostTransactions,
  ): Promise<BookedTransactionsResponse> {
    return BookedTransactionsResponse.from(await this.transactions.post(user.id, portfolioId, body.toInputs()));
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What booking would do: lots closed and P&L realised. Nothing is stored' })
  @ApiBody(ONE_OR_MANY)
  @ApiOkResponse({ type: PreviewResponse })
  async preview(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Body() body: PostTransactions,
  ): Promise<PreviewResponse> {
    return PreviewResponse.from(await this.transactions.preview(user.id, portfolioId, body.toInputs()));
  }

  @Post(':transactionId/reverse')
  @Idempotent()
  @ApiOperation({ summary: 'Cancel an entry as if it had never been booked' })
  @ApiCreatedResponse({ type: BookedTransactionsResponse })
  @ApiProblem({
    conflict: ['transaction.is_reversal', 'transaction.already_reversed', 'transaction.owned_elsewhere'],
    missing: ['portfolio.not_found', 'transaction.not_found'],
  })
  async reverse(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolioId', UuidParam) portfolioId: string,
    @Param('transactionId', UuidParam) transactionId: string,
  ): Promise<BookedTransactionsResponse> {
    return BookedTransactionsResponse.from(await this.transactions.reverse(user.id, portfolioId, transactionId));
  }
}
