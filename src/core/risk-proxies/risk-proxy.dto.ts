import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, Matches, Max, Min, ValidateIf } from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { type Wire } from '../../shared/http/wire.js';
import { type RiskProxyChoice } from './risk-proxy.repository.js';
import { type ChosenProxy } from './risk-proxy.service.js';

export const RISK_PROXY_KINDS = ['index', 'volatility'] as const;
const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;
/** Required of its own kind, and checked whenever it is sent: what is ignored may be left out, but not be nonsense. */
const of =
  (kind: (typeof RISK_PROXY_KINDS)[number]) =>
  (body: PutRiskProxy, value: unknown): boolean =>
    body.kind === kind || (value !== undefined && value !== null);

@RefuseUnknownFields()
export class PutRiskProxy {
  @ApiProperty({
    enum: RISK_PROXY_KINDS,
    description: 'index: moves as a listed symbol times beta; volatility: by itself',
  })
  @IsIn(RISK_PROXY_KINDS)
  kind: (typeof RISK_PROXY_KINDS)[number];

  @ApiPropertyOptional({ type: String, maxLength: 100, example: 'SPY', description: 'Of kind index' })
  @Transform(upper)
  @ValidateIf(of('index'))
  @Matches(/^[A-Z0-9._-]{1,100}$/, { message: 'index_symbol must be a listed symbol, such as SPY' })
  index_symbol?: string;

  @ApiPropertyOptional({ type: Number, minimum: -10, maximum: 10, example: 0.8, description: 'Of kind index' })
  @ValidateIf(of('index'))
  @IsNumber()
  @Min(-10)
  @Max(10)
  beta?: number;

  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: 5,
    example: 0.25,
    description: 'Of kind volatility: a ratio a year',
  })
  @ValidateIf(of('volatility'))
  @IsNumber()
  @Min(0)
  @Max(5)
  annual_volatility?: number;

  choice(): RiskProxyChoice {
    const { index_symbol: indexSymbol = '', beta = 0, annual_volatility: annualVolatility = 0 } = this;
    return this.kind === 'index'
      ? { kind: 'index', indexSymbol, beta, annualVolatility: null }
      : { kind: 'volatility', indexSymbol: null, beta: null, annualVolatility };
  }
}

export class RiskProxyResponse {
  @ApiProperty({ type: String, format: 'uuid' }) instrument_id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ enum: RISK_PROXY_KINDS }) kind: string;
  @ApiProperty({ type: String, nullable: true }) index_symbol: string | null;
  @ApiProperty({ type: Number, nullable: true }) beta: number | null;
  @ApiProperty({ type: Number, nullable: true }) annual_volatility: number | null;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;

  static from({ symbol, proxy }: ChosenProxy): Wire<RiskProxyResponse> {
    return {
      instrument_id: proxy.instrumentId,
      symbol,
      kind: proxy.kind,
      index_symbol: proxy.indexSymbol,
      beta: proxy.beta,
      annual_volatility: proxy.annualVolatility,
      updated_at: proxy.updatedAt.toISOString(),
    };
  }
}
