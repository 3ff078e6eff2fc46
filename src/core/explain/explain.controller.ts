import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { ExplainQuery } from './explain-query.dto.js';
import { ExplainService } from './explain.service.js';
import { ExplanationResponse } from './explanation.dto.js';

/** The figures of each endpoint with formula, inputs and sources, computed anew beside what is stored. */
@ApiTags('analytics')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['portfolio.not_found'] })
@Controller('api/v1/analytics/portfolio/:portfolio_id')
export class ExplainController {
  constructor(private readonly explanations: ExplainService) {}

  @Get('overview/explain')
  @ApiOperation({ summary: 'How value, exposures and P&L are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async overview(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'overview', query.date ?? null));
  }

  @Get('concentration/explain')
  @ApiOperation({ summary: 'How the concentration is computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async concentration(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'concentration', query.date ?? null));
  }

  @Get('sector-exposure/explain')
  @ApiOperation({ summary: 'How the sector weights are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async sectorExposure(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'sector-exposure', query.date ?? null),
    );
  }

  @Get('volatility/explain')
  @ApiOperation({ summary: 'How the volatilities are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async volatility(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'volatility', query.date ?? null));
  }

  @Get('beta-comparison/explain')
  @ApiOperation({ summary: 'How the market betas are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async beta(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'beta-comparison', query.date ?? null),
    );
  }

  @Get('value-at-risk/explain')
  @ApiOperation({ summary: 'How VaR and expected shortfall are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async valueAtRisk(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'value-at-risk', query.date ?? null));
  }

  @Get('risk-contributions/explain')
  @ApiOperation({ summary: 'How the contributions to risk are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async contributions(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'risk-contributions', query.date ?? null),
    );
  }

  @Get('risk-ratios/explain')
  @ApiOperation({ summary: 'How drawdowns and ratios are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async ratios(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'risk-ratios', query.date ?? null));
  }

  @Get('stress-test/explain')
  @ApiOperation({ summary: 'How the effect of the scenarios is computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async stress(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'stress-test', query.date ?? null));
  }

  @Get('correlation-matrix/explain')
  @ApiOperation({ summary: 'How the correlations are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async correlations(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'correlation-matrix', query.date ?? null),
    );
  }

  @Get('diversification-score/explain')
  @ApiOperation({ summary: 'How the average correlation is computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async diversification(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'diversification-score', query.date ?? null),
    );
  }

  @Get('clusters/explain')
  @ApiOperation({ summary: 'How the clusters are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async clusters(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'clusters', query.date ?? null));
  }

  @Get('factor-exposures/explain')
  @ApiOperation({ summary: 'How the factor exposures are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async factors(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'factor-exposures', query.date ?? null),
    );
  }

  @Get('spread-factors/explain')
  @ApiOperation({ summary: 'How the exposures to the spreads are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async spreads(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'spread-factors', query.date ?? null));
  }

  @Get('positions/factor-exposures/explain')
  @ApiOperation({ summary: 'How the exposures of the symbols are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async positionFactors(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(
      await this.explanations.explain(user.id, id, 'positions/factor-exposures', query.date ?? null),
    );
  }

  @Get('greeks/explain')
  @ApiOperation({ summary: 'How Greeks and implied volatilities are computed, and from what' })
  @ApiOkResponse({ type: ExplanationResponse })
  async greeks(
    @CurrentUser() user: AuthenticatedUser,
    @Param('portfolio_id', UuidParam) id: string,
    @Query() query: ExplainQuery,
  ): Promise<Wire<ExplanationResponse>> {
    return ExplanationResponse.from(await this.explanations.explain(user.id, id, 'greeks', query.date ?? null));
  }
}
