import { Module } from '@nestjs/common';
import { RiskProxyController } from './risk-proxy.controller.js';
import { RiskProxyRepository } from './risk-proxy.repository.js';
import { RiskProxyService } from './risk-proxy.service.js';

@Module({ controllers: [RiskProxyController], providers: [RiskProxyService, RiskProxyRepository] })
export class RiskProxiesModule {}
