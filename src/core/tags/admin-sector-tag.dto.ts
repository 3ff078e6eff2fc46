import { ApiProperty } from '@nestjs/swagger';
import { type AdminSectorTagging } from './admin-sector-tag.service.js';
import { type SectorTagging } from './sector-tag.service.js';
import { AppliedTagResponse, SectorTagsResponse } from './tag.dto.js';

const NULLABLE = { type: String, nullable: true } as const;

export class AdminSectorTagsResponse {
  @ApiProperty({ enum: ['completed', 'partial'], description: 'partial: some portfolios failed, see the log' })
  status: string;

  @ApiProperty({ ...NULLABLE, format: 'uuid', description: 'Null when all were asked for' }) portfolio_id:
    string | null;
  @ApiProperty({ ...NULLABLE, description: 'Null when all were asked for' }) portfolio_name: string | null;
  @ApiProperty({ type: 'integer' }) portfolios_processed: number;
  @ApiProperty({ type: 'integer' }) total_portfolios: number;
  @ApiProperty({ type: 'integer', description: 'Have got the tag of their sector now' }) positions_tagged: number;
  @ApiProperty({ type: 'integer', description: 'Had it already' }) positions_kept: number;
  @ApiProperty({ type: 'integer', description: 'Whose sector is not known' }) positions_skipped: number;
  @ApiProperty({ type: 'integer' }) tags_created: number;

  @ApiProperty({ type: [AppliedTagResponse], description: 'Of the one portfolio; none when all were asked for' })
  tags_applied: readonly AppliedTagResponse[];

  @ApiProperty({ type: String, description: 'Email of the administrator' }) triggered_by: string;
  @ApiProperty({ type: String, format: 'date-time' }) timestamp: string;

  static from({ portfolioId, done, total, at }: AdminSectorTagging, email: string): AdminSectorTagsResponse {
    const sum = (of: (one: SectorTagging) => number): number => done.reduce((all, one) => all + of(one), 0);
    const only = portfolioId === null ? undefined : done[0];
    return Object.assign(new AdminSectorTagsResponse(), {
      status: done.length === total ? 'completed' : 'partial',
      portfolio_id: portfolioId,
      portfolio_name: only?.portfolioName ?? null,
      ...{ portfolios_processed: done.length, total_portfolios: total },
      positions_tagged: sum(({ tagged }) => tagged),
      positions_kept: sum(({ kept }) => kept),
      positions_skipped: sum(({ skipped }) => skipped),
      tags_created: sum(({ tagsCreated }) => tagsCreated),
      tags_applied: only ? SectorTagsResponse.from(only).tags_applied : [],
      ...{ triggered_by: email, timestamp: at.toISOString() },
    });
  }
}
