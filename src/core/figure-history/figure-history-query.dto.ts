import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { DEFINITIONS, FACTOR_MODELS } from '../calculations/factor-exposure/factor-models.kernel.js';
import { type AskedSector, SECTOR_FIGURES, type SectorFigure } from '../sector-exposure/sector-history.service.js';
import { SpanQuery } from '../risk-measures/span-query.dto.js';
import { CONTRIBUTION_FIGURES, EXPOSURE_FIGURES, type FigureSource } from './figure-source.kernel.js';

export type { FigureSource };

const FACTORS: readonly string[] = [
  ...new Set(FACTOR_MODELS.flatMap((model) => DEFINITIONS[model].map(({ name }) => name))),
];

@RefuseUnknownFields()
export class FactorHistoryQuery extends SpanQuery {
  @ApiPropertyOptional({ type: String, enum: FACTOR_MODELS, default: 'style', description: 'The regression' })
  @IsIn(FACTOR_MODELS)
  model: string = 'style';

  @ApiPropertyOptional({ type: String, enum: FACTORS, default: 'Market', description: 'A factor of the model' })
  @IsIn(FACTORS)
  factor: string = 'Market';

  static source({ model, factor }: FactorHistoryQuery): FigureSource {
    return { kind: 'factor', model, factor };
  }
}

@RefuseUnknownFields()
export class ContributionHistoryQuery extends SpanQuery {
  @ApiProperty({ type: String, minLength: 1, maxLength: 64, description: 'What is held', example: 'AAPL' })
  @IsString()
  @Length(1, 64)
  symbol: string;

  @ApiPropertyOptional({
    ...{ type: String, enum: CONTRIBUTION_FIGURES, default: 'volatility_contribution' },
    description: 'Which figure of it',
  })
  @IsIn(CONTRIBUTION_FIGURES)
  figure: string = 'volatility_contribution';

  static source({ symbol, figure }: ContributionHistoryQuery): FigureSource {
    return { kind: 'contribution', symbol: symbol.toUpperCase(), figure };
  }
}

@RefuseUnknownFields()
export class ExposureHistoryQuery extends SpanQuery {
  @ApiPropertyOptional({
    ...{ type: String, enum: EXPOSURE_FIGURES, default: 'net_exposure' },
    description: 'Delta-adjusted, or with options at their values where the name begins with plain',
  })
  @IsIn(EXPOSURE_FIGURES)
  figure: string = 'net_exposure';

  static source({ figure }: ExposureHistoryQuery): FigureSource {
    return { kind: 'exposure', figure };
  }
}

@RefuseUnknownFields()
export class SectorHistoryQuery extends SpanQuery {
  @ApiProperty({
    ...{ type: String, minLength: 1, maxLength: 64, example: 'Information Technology' },
    description: 'By the Global Industry Classification Standard, or by the names of providers; or Unclassified',
  })
  @IsString()
  @Length(1, 64)
  sector: string;

  @ApiPropertyOptional({
    ...{ type: String, enum: SECTOR_FIGURES, default: 'weight' },
    description:
      'By size; signed, of net asset value; less that of the benchmark; by size with options at their values',
  })
  @IsIn(SECTOR_FIGURES)
  figure: SectorFigure = 'weight';

  static asked({ sector, figure }: SectorHistoryQuery): AskedSector {
    return { sector, figure };
  }
}
