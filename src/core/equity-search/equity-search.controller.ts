import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type LinkNext, NextLink } from '../../shared/http/cursor.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { EquityFiltersResponse, EquitySearchQuery, EquitySearchResponse } from './equity-search.dto.js';
import { EquitySearchService } from './equity-search.service.js';

@ApiTags('equity search')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/equity-search')
export class EquitySearchController {
  constructor(private readonly equities: EquitySearchService) {}

  @Get()
  @ApiOperation({ summary: 'Companies and funds by name, sector, size and valuation' })
  @ApiOkResponse({ type: EquitySearchResponse })
  async search(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: EquitySearchQuery,
    @NextLink() link: LinkNext,
  ): Promise<Wire<EquitySearchResponse>> {
    return EquitySearchResponse.from(link(await this.equities.search(user.id, EquitySearchQuery.wish(query))), query);
  }

  @Get('filters')
  @ApiOperation({ summary: 'Sectors, industries and sizes that can be filtered by' })
  @ApiOkResponse({ type: EquityFiltersResponse })
  async filters(@CurrentUser() user: AuthenticatedUser): Promise<Wire<EquityFiltersResponse>> {
    return EquityFiltersResponse.from(await this.equities.listFilters(user.id));
  }
}
