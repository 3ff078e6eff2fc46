import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { type Wire } from '../../shared/http/wire.js';
import { CompanyProfileQuery, CompanyProfilesResponse } from './company-profile.dto.js';
import { CompanyProfileService } from './company-profile.service.js';

@ApiTags('data')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid')
@Controller('api/v1/data/company-profiles')
export class CompanyProfileController {
  constructor(private readonly profiles: CompanyProfileService) {}

  @Get()
  @ApiOperation({ summary: 'Profiles of symbols, of positions, or of what a portfolio holds' })
  @ApiOkResponse({ type: CompanyProfilesResponse })
  @ApiProblem({ missing: ['portfolio.not_found', 'position.not_found'] })
  async list(
    @CurrentUser() user: AuthenticatedUser,
    @Query() query: CompanyProfileQuery,
  ): Promise<Wire<CompanyProfilesResponse>> {
    return CompanyProfilesResponse.from(await this.profiles.list(user.id, CompanyProfileQuery.wish(query)), query);
  }
}
