import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { Idempotent } from '../../shared/http/idempotency.interceptor.js';
import { type Precondition } from '../../shared/http/precondition.js';
import { Conditional, IfMatch, Versioned } from '../../shared/http/versioned.js';
import { type Wire } from '../../shared/http/wire.js';
import { ScenarioVersionsQuery, ScenarioVersionsResponse } from './scenario-versions.dto.js';
import { EditStressScenario, SaveStressScenario, ScenarioIdParam } from './stress-scenario-input.dto.js';
import { StressScenarioListResponse, StressScenarioResponse } from './stress-scenario.dto.js';
import { StressScenarioService, type StressTestScenario } from './stress-scenario.service.js';

/** What can be asked of a portfolio: the built-in scenarios and one's own. */
@ApiTags('stress scenarios')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/stress-scenarios')
export class StressScenarioController {
  constructor(private readonly scenarios: StressScenarioService) {}

  @Get()
  @ApiOperation({ summary: 'Built-in scenarios and your own' })
  @ApiOkResponse({ type: StressScenarioListResponse })
  async list(@CurrentUser() user: AuthenticatedUser): Promise<Wire<StressScenarioListResponse>> {
    return StressScenarioListResponse.from(await this.scenarios.list(user.id));
  }

  @Post()
  @Idempotent()
  @Versioned()
  @ApiOperation({ summary: 'Save a scenario of your own' })
  @ApiCreatedResponse({ type: StressScenarioResponse })
  @ApiProblem({ conflict: ['stress_scenario.limit_reached'] })
  async create(
    @CurrentUser() user: AuthenticatedUser,
    @Body() body: SaveStressScenario,
  ): Promise<Wire<StressScenarioResponse>> {
    return StressScenarioResponse.from(await this.scenarios.create(user.id, body.input()));
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: 'One scenario' })
  @ApiOkResponse({ type: StressScenarioResponse })
  @ApiProblem({ missing: ['stress_scenario.not_found'] })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', ScenarioIdParam) id: string,
  ): Promise<Wire<StressScenarioResponse>> {
    return StressScenarioResponse.from(await this.scenarios.get(user.id, id));
  }

  @Get(':id/versions')
  @ApiOperation({ summary: 'What every version of a scenario was, also of one that you deleted' })
  @ApiOkResponse({ type: ScenarioVersionsResponse })
  @ApiProblem({ missing: ['stress_scenario.not_found'] })
  async listVersions(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', ScenarioIdParam) id: string,
    @Query() query: ScenarioVersionsQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<ScenarioVersionsResponse>> {
    const page = ScenarioVersionsQuery.page(query);
    return ScenarioVersionsResponse.from(link(await this.scenarios.listVersions(user.id, id, page)));
  }

  @Put(':id')
  @Versioned()
  @ApiOperation({ summary: 'Replace a scenario of yours: a new version of it' })
  @ApiOkResponse({ type: StressScenarioResponse })
  @ApiProblem({ missing: ['stress_scenario.not_found'], forbidden: ['stress_scenario.built_in'] })
  async replace(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', ScenarioIdParam) id: string,
    @Body() body: SaveStressScenario,
    @IfMatch(StressScenarioResponse) unchanged: Precondition<StressTestScenario>,
  ): Promise<Wire<StressScenarioResponse>> {
    return StressScenarioResponse.from(await this.scenarios.change(user.id, id, body.input(), unchanged));
  }

  @Patch(':id')
  @Versioned()
  @ApiOperation({ summary: 'Change what is sent of a scenario of yours: a new version of it' })
  @ApiOkResponse({ type: StressScenarioResponse })
  @ApiProblem({ missing: ['stress_scenario.not_found'], forbidden: ['stress_scenario.built_in'] })
  async edit(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', ScenarioIdParam) id: string,
    @Body() body: EditStressScenario,
    @IfMatch(StressScenarioResponse) unchanged: Precondition<StressTestScenario>,
  ): Promise<Wire<StressScenarioResponse>> {
    return StressScenarioResponse.from(await this.scenarios.change(user.id, id, body.changes(), unchanged));
  }

  @Delete(':id')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a scenario of yours' })
  @ApiNoContentResponse()
  @ApiProblem({ missing: ['stress_scenario.not_found'], forbidden: ['stress_scenario.built_in'] })
  async delete(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', ScenarioIdParam) id: string,
    @IfMatch(StressScenarioResponse) unchanged: Precondition<StressTestScenario>,
  ): Promise<void> {
    await this.scenarios.delete(user.id, id, unchanged);
  }
}
