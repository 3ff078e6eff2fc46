import { Body, Controller, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { GenerateInsight, INSIGHT_SCHEMA } from './insight-generation.dto.js';
import { InsightGenerationService } from './insight-generation.service.js';

@ApiTags('insights')
@ApiBearerAuth()
@Controller('api/v1/insights')
export class InsightGenerationController {
  constructor(private readonly generation: InsightGenerationService) {}

  @Post('generate')
  @Idempotent()
  @ApiOperation({
    summary: 'Write an analysis, or give the one of the last day; each new one takes a message of the plan',
  })
  @ApiCreatedResponse(INSIGHT_SCHEMA)
  @ApiProblem('unauthenticated', 'invalid', {
    missing: ['portfolio.not_found'],
    'too-many': ['ai_limit_reached'],
    unavailable: ['model.unavailable'],
  })
  generate(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: GenerateInsight,
  ): ReturnType<InsightGenerationService['generate']> {
    return this.generation.generate(user.id, body.request());
  }
}
