import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import {
  CreatePositions,
  DeletePositions,
  DuplicateQuery,
  OptionalSymbol,
  SymbolQuery,
  pointerOfMany,
  symbolIn,
} from './position-input.dto.js';
import { PositionRemovalService } from './position-removal.service.js';
import {
  BulkPositionsResponse,
  DuplicatesResponse,
  RemovedPositionsResponse,
  SymbolVerdictResponse,
} from './position.dto.js';
import { PositionService } from './position.service.js';

/** What concerns several positions, or none yet. Registered before the routes that take an id. */
@ApiTags('positions')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/positions')
export class PositionSetController {
  constructor(
    private readonly positions: PositionService,
    private readonly removals: PositionRemovalService,
  ) {}

  @Post('bulk')
  @Idempotent()
  @ApiOperation({ summary: 'Create several positions: all of them, or none and every reason' })
  @ApiCreatedResponse({ type: BulkPositionsResponse })
  @ApiProblem({ missing: ['portfolio.not_found'], invalid: ['input.invalid', 'ledger.rejected'] })
  async createMany(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: CreatePositions,
  ): Promise<BulkPositionsResponse> {
    return BulkPositionsResponse.from(
      await this.positions.create(user.id, body.portfolio_id, body.list(), pointerOfMany),
    );
  }

  @Delete('bulk')
  @ApiOperation({ summary: 'Delete several positions: all of them, or none' })
  @ApiOkResponse({ type: RemovedPositionsResponse })
  @ApiProblem({ missing: ['position.not_found'], conflict: ['position.closed_together', 'position.window_over'] })
  async removeMany(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: DeletePositions,
  ): Promise<RemovedPositionsResponse> {
    return RemovedPositionsResponse.from(
      await this.removals.remove(user.id, body.position_ids, body.force_hard_delete),
    );
  }

  @Post('bulk-delete')
  @HttpCode(200)
  @ApiOperation({ summary: 'The same, for clients that cannot send a body with DELETE' })
  @ApiOkResponse({ type: RemovedPositionsResponse })
  @ApiProblem({ missing: ['position.not_found'], conflict: ['position.closed_together', 'position.window_over'] })
  async removeManyByPost(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: DeletePositions,
  ): Promise<RemovedPositionsResponse> {
    return RemovedPositionsResponse.from(
      await this.removals.remove(user.id, body.position_ids, body.force_hard_delete),
    );
  }

  @Post('validate-symbol')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether a position could be held under a symbol' })
  @ApiOkResponse({ type: SymbolVerdictResponse })
  async validateByPost(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: OptionalSymbol,
    @Body() body: OptionalSymbol,
  ): Promise<SymbolVerdictResponse> {
    return SymbolVerdictResponse.from(await this.positions.validateSymbol(user.id, symbolIn(query, body)));
  }

  @Get('validate-symbol/:symbol')
  @ApiOperation({ summary: 'The same, in the path' })
  @ApiOkResponse({ type: SymbolVerdictResponse })
  async validate(
    @CurrentUser() user: AuthenticatedUser,
    @Param() { symbol }: SymbolQuery,
  ): Promise<SymbolVerdictResponse> {
    return SymbolVerdictResponse.from(await this.positions.validateSymbol(user.id, symbol));
  }

  @Get('check-duplicate')
  @ApiOperation({ summary: 'Open positions of a symbol, and the tags that they bear' })
  @ApiOkResponse({ type: DuplicatesResponse })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async duplicates(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: DuplicateQuery,
  ): Promise<DuplicatesResponse> {
    return DuplicatesResponse.from(await this.positions.findDuplicates(user.id, query.portfolio_id, query.symbol));
  }

  @Get('tags-for-symbol')
  @ApiOperation({ summary: 'Ids of the tags that the open positions of a symbol bear' })
  @ApiOkResponse({ type: [String], example: ['3f1c2a90-5b7d-4c1e-9a34-0d2f6b8e7c15'] })
  @ApiProblem({ missing: ['portfolio.not_found'] })
  async tags(@CurrentUser() user: AuthenticatedUser, @Query() query: DuplicateQuery): Promise<string[]> {
    return this.positions.listTagIds(user.id, query.portfolio_id, query.symbol);
  }
}
