import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../../shared/http/api-docs.js';
import { type AuthenticatedUser, CurrentUser } from '../../shared/http/current-user.js';
import { UuidParam } from '../../shared/http/uuid-param.js';
import { type Wire } from '../../shared/http/wire.js';
import { PutRiskProxy, RiskProxyResponse } from './risk-proxy.dto.js';
import { RiskProxyService } from './risk-proxy.service.js';

@ApiTags('instruments')
@ApiBearerAuth()
@ApiProblem('unauthenticated', 'invalid', { missing: ['instrument.not_found', 'risk_proxy.not_found'] })
@Controller('api/v1/instruments/:id/risk-proxy')
export class RiskProxyController {
  constructor(private readonly proxies: RiskProxyService) {}

  @Get()
  @ApiOperation({ summary: 'What stands for the risk of a private asset' })
  @ApiOkResponse({ type: RiskProxyResponse })
  async get(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
  ): Promise<Wire<RiskProxyResponse>> {
    return RiskProxyResponse.from(await this.proxies.get(user.id, id));
  }

  @Put()
  @ApiOperation({ summary: 'Choose it: a listed index with a beta, or an annual volatility' })
  @ApiOkResponse({ type: RiskProxyResponse })
  async put(
    @CurrentUser() user: AuthenticatedUser,
    @Param('id', UuidParam) id: string,
    @Body() body: PutRiskProxy,
  ): Promise<Wire<RiskProxyResponse>> {
    return RiskProxyResponse.from(await this.proxies.put(user.id, id, body.choice()));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Leave the asset out of volatility and beta again' })
  @ApiNoContentResponse()
  async remove(@CurrentUser() user: AuthenticatedUser, @Param('id', UuidParam) id: string): Promise<void> {
    await this.proxies.remove(user.id, id);
  }
}
