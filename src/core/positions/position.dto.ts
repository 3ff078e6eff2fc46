import { ApiProperty } from '@nestjs/swagger';
import { moneyText, nullable, plainText } from '../ledger/decimal-field.dto.js';
import { Exact, NUMERIC_SCALE } from '../ledger/decimal.kernel.js';
import { type RemovedPosition } from './position-removal.service.js';
import { type Duplicates, type SymbolVerdict } from './position.service.js';
import { type PositionView } from './position-view.js';

const TEXT = { type: String, nullable: true } as const;
const DAY = { type: String, format: 'date', nullable: true } as const;
const DECIMAL = { type: String, nullable: true, example: '1850.00' } as const;

const rounded = (value: string): string => moneyText(new Exact(value).toDecimalPlaces(NUMERIC_SCALE).toFixed());

export class PositionResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'uuid' }) portfolio_id: string;
  @ApiProperty({ type: String, description: 'Of an option the OCC symbol', example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: String, description: 'Signed: negative when short; 0 when closed', example: '10' })
  quantity: string;

  @ApiProperty({ type: String, description: 'For a share, in today’s shares', example: '185.50' }) entry_price: string;
  @ApiProperty({ type: String, format: 'date' }) entry_date: string;
  @ApiProperty({ type: String, enum: ['LONG', 'SHORT', 'LC', 'LP', 'SC', 'SP'] }) position_type: string;
  @ApiProperty({ type: String, enum: ['PUBLIC', 'OPTIONS', 'PRIVATE'] }) investment_class: string;
  @ApiProperty(TEXT) investment_subtype: string | null;
  @ApiProperty(TEXT) notes: string | null;
  @ApiProperty(TEXT) underlying_symbol: string | null;
  @ApiProperty(DECIMAL) strike_price: string | null;
  @ApiProperty(DAY) expiration_date: string | null;
  @ApiProperty({ ...DECIMAL, description: 'Of the newest valuation; null until there is one' })
  last_price: string | null;

  @ApiProperty({ ...DECIMAL, description: 'Signed, contract multiplier included' }) market_value: string | null;
  @ApiProperty(DECIMAL) unrealized_pnl: string | null;
  @ApiProperty(DAY) price_date: string | null;
  @ApiProperty({ ...TEXT, description: 'Why there is no price, or what is wrong with it' }) price_reason: string | null;
  @ApiProperty({ type: String, description: 'Of what has been closed, net of fees', example: '0.00' })
  realized_pnl: string;

  @ApiProperty({ ...DECIMAL, description: 'Average of its closes, once nothing is left' }) exit_price: string | null;
  @ApiProperty(DAY) exit_date: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: string;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: string;
  @ApiProperty({ ...TEXT, format: 'date-time', description: 'Always null: a deleted position is not there' })
  deleted_at: null;

  static from(position: PositionView): PositionResponse {
    return Object.assign(new PositionResponse(), {
      id: position.id,
      portfolio_id: position.portfolioId,
      symbol: position.symbol,
      quantity: plainText(position.quantity),
      entry_price: moneyText(position.entryPrice),
      entry_date: position.entryDate,
      position_type: position.positionType,
      investment_class: position.investmentClass,
      investment_subtype: position.investmentSubtype,
      notes: position.notes,
      underlying_symbol: position.underlyingSymbol,
      strike_price: nullable(position.strikePrice, moneyText),
      expiration_date: position.expirationDate,
      last_price: nullable(position.lastPrice, rounded),
      market_value: nullable(position.marketValue, rounded),
      unrealized_pnl: nullable(position.unrealizedPnl, rounded),
      price_date: position.priceDate,
      price_reason: position.priceReason,
      realized_pnl: moneyText(position.realizedPnl),
      exit_price: nullable(position.exitPrice, moneyText),
      exit_date: position.exitDate,
      created_at: position.createdAt.toISOString(),
      updated_at: position.updatedAt.toISOString(),
      deleted_at: null,
    });
  }
}

export class BulkPositionsResponse {
  @ApiProperty({ type: Boolean }) success: boolean;
  @ApiProperty({ type: 'integer' }) count: number;
  @ApiProperty({ type: [PositionResponse] }) positions: PositionResponse[];

  static from(made: readonly PositionView[]): BulkPositionsResponse {
    const positions = made.map((position) => PositionResponse.from(position));
    return Object.assign(new BulkPositionsResponse(), { success: true, count: positions.length, positions });
  }
}

export class RemovedPositionResponse {
  @ApiProperty({ type: Boolean }) deleted: boolean;
  @ApiProperty({ type: String, format: 'uuid' }) position_id: string;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ type: String, enum: ['soft_delete', 'hard_delete'] }) type: string;
  @ApiProperty({ type: String, format: 'date-time' }) deleted_at: string;
  @ApiProperty(TEXT) reason: string | null;

  static from({ id, symbol, isHard, deletedAt }: RemovedPosition): RemovedPositionResponse {
    return Object.assign(new RemovedPositionResponse(), {
      deleted: true,
      position_id: id,
      symbol,
      type: isHard ? 'hard_delete' : 'soft_delete',
      deleted_at: deletedAt.toISOString(),
      reason: null,
    });
  }
}

export class RemovedPositionsResponse {
  @ApiProperty({ type: Boolean }) deleted: boolean;
  @ApiProperty({ type: 'integer' }) count: number;
  @ApiProperty({ type: [String], description: 'Their symbols' }) positions: string[];

  static from(removed: readonly RemovedPosition[]): RemovedPositionsResponse {
    const positions = removed.map(({ symbol }) => symbol);
    return Object.assign(new RemovedPositionsResponse(), { deleted: true, count: positions.length, positions });
  }
}

export class SymbolVerdictResponse {
  @ApiProperty({ type: Boolean, description: 'It can be held under this symbol' }) valid: boolean;
  @ApiProperty({ type: Boolean, description: 'The same as valid' }) is_valid: boolean;
  @ApiProperty({ type: String }) symbol: string;
  @ApiProperty({ ...TEXT, description: 'What is wrong with it, or that it has no price' }) message: string | null;

  static from({ symbol, isValid, message }: SymbolVerdict): SymbolVerdictResponse {
    return Object.assign(new SymbolVerdictResponse(), { valid: isValid, is_valid: isValid, symbol, message });
  }
}

export class DuplicatesResponse {
  @ApiProperty({ type: Boolean }) has_duplicates: boolean;
  @ApiProperty({ type: [PositionResponse] }) existing_positions: PositionResponse[];
  @ApiProperty({ type: [String], format: 'uuid' }) tags_to_inherit: readonly string[];

  static from({ positions, tagIds }: Duplicates): DuplicatesResponse {
    return Object.assign(new DuplicatesResponse(), {
      has_duplicates: positions.length > 0,
      existing_positions: positions.map((position) => PositionResponse.from(position)),
      tags_to_inherit: tagIds,
    });
  }
}
