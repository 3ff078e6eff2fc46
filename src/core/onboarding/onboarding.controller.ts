import { Controller, Get, Header, Post, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser, Public } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { ImportedPortfolioResponse, ImportPortfolioForm, readUpload, templateFile } from './onboarding.dto.js';
import { PortfolioOnboardingService } from './portfolio-onboarding.service.js';

@ApiTags('onboarding')
@Controller('api/v1/onboarding')
export class OnboardingController {
  constructor(private readonly onboarding: PortfolioOnboardingService) {}

  @Post('create-portfolio')
  @Idempotent()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Create a portfolio from a file of holdings: all of it, or nothing and every reason' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportPortfolioForm })
  @ApiCreatedResponse({ type: ImportedPortfolioResponse })
  @ApiProblem('unauthenticated', {
    refused: [
      ...['ERR_PORT_002', 'ERR_PORT_003', 'ERR_PORT_004', 'ERR_PORT_005', 'ERR_PORT_006', 'ERR_PORT_007'],
      ...['ERR_PORT_008', 'ERR_PORT_009', 'ERR_PORT_010', 'ERR_PORT_011'],
    ],
    conflict: ['ERR_PORT_001'],
    forbidden: ['portfolio.limit_reached'],
  })
  async createPortfolio(
    @CurrentUser() user: AuthenticatedUser,
    @Req() request: FastifyRequest,
  ): Promise<ImportedPortfolioResponse> {
    return ImportedPortfolioResponse.from(await this.onboarding.importPortfolio(user.id, await readUpload(request)));
  }

  @Get('csv-template')
  @Public()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="sigmasight_portfolio_template.csv"')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({ summary: 'The file to fill in' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', example: 'Symbol,Quantity,Entry Price Per Share,Entry Date\n' } })
  csvTemplate(): string {
    return templateFile();
  }
}
