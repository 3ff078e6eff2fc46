import { ApiProperty } from '@nestjs/swagger';
import { type Wire } from '../../shared/http/wire.js';
import { roundTo } from '../analytics/rounding.kernel.js';
import { FactorQuality } from '../factor-exposures/factor-quality.dto.js';
import { CorrelationProvenance } from './correlation-metadata.dto.js';
import type { Cluster, ClusterMember, ClustersView } from './correlation-view.js';

const DIGITS = 6;
/** Correlation at which two holdings make a cluster. */
const TOGETHER = 0.7;

export class ClusterMemberDto {
  @ApiProperty({ type: String, format: 'uuid' }) instrument_id: string;
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.12 },
    description: 'Signed share of net asset value, options on it at their deltas; null when that is not above 0',
  })
  weight: number | null;

  @ApiProperty({ type: Number, description: 'Mean correlation with the other members', example: 0.78 })
  correlation_to_cluster: number;

  static from({ instrumentId, symbol, weight, correlation }: ClusterMember): Wire<ClusterMemberDto> {
    return {
      instrument_id: instrumentId,
      symbol,
      weight: roundTo(weight, DIGITS),
      correlation_to_cluster: roundTo(correlation, DIGITS),
    };
  }
}

export class ClusterDto {
  @ApiProperty({ type: 'integer', description: 'From 0, by the largest member', example: 0 }) cluster_number: number;
  @ApiProperty({ type: String, example: 'AAPL lookalikes' }) nickname: string;
  @ApiProperty({ type: Number, description: 'Over the pairs of the members', example: 0.78 })
  average_correlation: number;

  @ApiProperty({ type: Number, description: 'Of gross exposure, 0 to 1', example: 0.31 }) gross_share: number;
  @ApiProperty({ type: [ClusterMemberDto] }) members: ClusterMemberDto[];

  static from(cluster: Cluster): Wire<ClusterDto> {
    return {
      cluster_number: cluster.number,
      nickname: cluster.nickname,
      average_correlation: roundTo(cluster.averageCorrelation, DIGITS),
      gross_share: roundTo(cluster.grossShare, DIGITS),
      members: cluster.members.map((member) => ClusterMemberDto.from(member)),
    };
  }
}

export class ClustersResponse extends CorrelationProvenance {
  @ApiProperty({ type: Boolean, description: 'Whether clusters were looked for; there may be none', example: true })
  available: boolean;

  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2024-11-29' }) as_of_date: string | null;
  @ApiProperty({ type: FactorQuality, nullable: true }) data_quality: FactorQuality | null;
  @ApiProperty({ type: Number, description: 'Average correlation at which holdings are joined', example: TOGETHER })
  threshold: number;

  @ApiProperty({ type: [ClusterDto] }) clusters: ClusterDto[];

  static of(view: ClustersView): Wire<ClustersResponse> {
    const provenance = CorrelationProvenance.from(view);
    return {
      available: provenance.reason === null,
      portfolio_id: view.portfolioId,
      as_of_date: view.asOf,
      data_quality: FactorQuality.from(view.asOf, view.isStale),
      ...provenance,
      threshold: TOGETHER,
      clusters: view.clusters.map((cluster) => ClusterDto.from(cluster)),
    };
  }
}
