import { Module } from '@nestjs/common';
import { GreeksController } from './greeks.controller.js';
import { GreeksRepository } from './greeks.repository.js';
import { GreeksService } from './greeks.service.js';

@Module({ controllers: [GreeksController], providers: [GreeksRepository, GreeksService], exports: [GreeksService] })
export class GreeksModule {}
