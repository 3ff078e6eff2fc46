import { ApiProperty } from '@nestjs/swagger';
import { closeInstant } from '../data/session-close.kernel.js';
import { type Wire } from '../../shared/http/wire.js';
import { SymbolList } from '../market-data/symbol.dto.js';
import type { Quotes } from './price-history.service.js';
import type { Quote } from './price-view.js';

const MAX_SYMBOLS = 200;
const NUMBER = { type: Number, nullable: true } as const;
const NO_MARKET = { ...NUMBER, description: 'Null: closes are stored, no order book' } as const;

export class QuotesQuery {
  @ApiProperty({ type: String, description: `Separated by commas, ${MAX_SYMBOLS} at most`, example: 'AAPL,SPY' })
  @SymbolList(MAX_SYMBOLS)
  symbols: string[];
}

export class QuoteResponse {
  @ApiProperty({ type: String, example: 'AAPL' }) symbol: string;
  @ApiProperty({ type: Number, description: 'The newest close' }) last_price: number;
  @ApiProperty(NO_MARKET) bid: null;
  @ApiProperty(NO_MARKET) ask: null;
  @ApiProperty(NO_MARKET) bid_size: null;
  @ApiProperty(NO_MARKET) ask_size: null;
  @ApiProperty(NUMBER) volume: number | null;
  @ApiProperty({ ...NUMBER, description: 'From the close before, splits taken out' }) day_change: number | null;
  @ApiProperty({ ...NUMBER, description: '0 to 100' }) day_change_percent: number | null;
  @ApiProperty(NUMBER) day_high: number | null;
  @ApiProperty(NUMBER) day_low: number | null;
  @ApiProperty({ type: String, format: 'date-time', description: 'When that session closed' }) timestamp: string;
  @ApiProperty({ type: String, example: 'simulated' }) source: string;

  static of({ symbol, dataset, date, close, previousClose, high, low, volume }: Quote): Wire<QuoteResponse> {
    const change = previousClose === null ? null : close - previousClose;
    return {
      ...{ symbol, last_price: close, bid: null, ask: null, bid_size: null, ask_size: null, volume },
      day_change: change,
      day_change_percent: change === null || previousClose === null ? null : (change / previousClose) * 100,
      ...{ day_high: high, day_low: low, timestamp: closeInstant(date), source: dataset },
    };
  }
}

export class QuotesMetadata {
  @ApiProperty({ type: [String] }) requested_symbols: readonly string[];
  @ApiProperty({ type: 'integer' }) successful_quotes: number;
  @ApiProperty({ type: 'integer', description: 'Symbols without any price' }) failed_quotes: number;
  @ApiProperty({ type: String, format: 'date-time' }) timestamp: string;
}

export class QuotesResponse {
  @ApiProperty({ type: [QuoteResponse], description: 'By symbol' }) quotes: QuoteResponse[];
  @ApiProperty({ type: QuotesMetadata }) metadata: QuotesMetadata;

  static from({ at, quotes }: Quotes, { symbols }: QuotesQuery): Wire<QuotesResponse> {
    return {
      quotes: quotes.map((quote) => QuoteResponse.of(quote)),
      metadata: {
        requested_symbols: symbols,
        successful_quotes: quotes.length,
        failed_quotes: symbols.length - quotes.length,
        timestamp: at.toISOString(),
      },
    };
  }
}
