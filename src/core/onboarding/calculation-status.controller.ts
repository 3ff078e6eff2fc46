import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { CalculationStatusResponse, logFileOf, LogsQuery } from './calculation-status.dto.js';
import { CalculationStatusService } from './calculation-status.service.js';

@ApiTags('onboarding')
@ApiBearerAuth()
@ApiProblem('unauthenticated', { refused: ['invalid_portfolio_id'], missing: ['portfolio_not_found'] })
@Controller('api/v1/onboarding/status')
export class CalculationStatusController {
  constructor(private readonly statuses: CalculationStatusService) {}

  @Get(':portfolio_id')
  @ApiOperation({ summary: 'How far the figures of a portfolio are' })
  @ApiOkResponse({ type: CalculationStatusResponse })
  async status(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id') portfolioId: string,
  ): Promise<Wire<CalculationStatusResponse>> {
    return CalculationStatusResponse.from(await this.statuses.get(user.id, portfolioId));
  }

  @Get(':portfolio_id/logs')
  @ApiOperation({ summary: 'The log of its newest run, as a file' })
  @ApiProduces('text/plain', 'application/json')
  @ApiOkResponse({ schema: { type: 'string' }, example: '2024-12-02T22:31:04Z info Valued at 2024-11-29' })
  @ApiProblem('invalid', { missing: ['no_logs_available'] })
  async logs(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id') portfolioId: string,
    @Query() query: LogsQuery,
  ): Promise<StreamableFile> {
    const { name, type, content } = logFileOf(await this.statuses.getLogs(user.id, portfolioId), query);
    return new StreamableFile(Buffer.from(content), { type, disposition: `attachment; filename="${name}"` });
  }
}
