import { Module } from '@nestjs/common';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { AdminSectorTagController } from './admin-sector-tag.controller.js';
import { AdminSectorTagService } from './admin-sector-tag.service.js';
import { PositionTagController } from './position-tag.controller.js';
import { PositionTagRepository } from './position-tag.repository.js';
import { PositionTagService } from './position-tag.service.js';
import { SECTOR_SOURCE } from './sector-source.js';
import { SectorTagController } from './sector-tag.controller.js';
import { SectorTagService } from './sector-tag.service.js';
import { TagController } from './tag.controller.js';
import { TagPlanService } from './tag-plan.service.js';
import { TagRepository } from './tag.repository.js';
import { TagService } from './tag.service.js';
import { ProfileSectorAdapter } from './profile-sector.adapter.js';
import { ProfileSectorRepository } from './profile-sector.repository.js';

@Module({
  imports: [PortfoliosModule],
  controllers: [TagController, PositionTagController, SectorTagController, AdminSectorTagController],
  providers: [
    TagService,
    PositionTagService,
    SectorTagService,
    AdminSectorTagService,
    TagPlanService,
    TagRepository,
    PositionTagRepository,
    ProfileSectorRepository,
    { provide: SECTOR_SOURCE, useClass: ProfileSectorAdapter },
  ],
  exports: [TagService, SectorTagService, TagPlanService],
})
export class TagsModule {}
