import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsIn, IsOptional, IsUUID } from 'class-validator';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { type Wire } from '../../shared/http/wire.js';
import { CommaSeparated, SymbolList } from '../market-data/symbol.dto.js';
import type { FoundProfiles, ProfileRow, ProfileValue, ProfileWish } from './company-profile-view.js';
import { PROFILE_FIELD_NAMES, PROFILE_FIELDS, type ProfileField } from './company-profile-fields.js';

const MAX_SYMBOLS = 500;
const MAX_POSITIONS = 2000;

export class CompanyProfileQuery {
  @ApiPropertyOptional({
    type: String,
    description: `Separated by commas, ${MAX_SYMBOLS} at most`,
    example: 'AAPL,SPY',
  })
  @IsOptional()
  @SymbolList(MAX_SYMBOLS)
  symbols?: string[];

  @ApiPropertyOptional({ type: String, description: `Separated by commas, ${MAX_POSITIONS} at most` })
  @IsOptional()
  @CommaSeparated((part) => part.toLowerCase())
  @IsUUID('all', { each: true })
  @ArrayMaxSize(MAX_POSITIONS)
  position_ids?: string[];

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID('all')
  portfolio_id?: string;

  @ApiPropertyOptional({ type: String, description: 'Fields to answer with, separated by commas; all when left out' })
  @IsOptional()
  @CommaSeparated()
  @IsIn(PROFILE_FIELD_NAMES, { each: true })
  fields?: ProfileField[];

  /** @throws InvalidInput unless exactly one of the three is given */
  static wish({ symbols, position_ids, portfolio_id }: CompanyProfileQuery): ProfileWish {
    const wishes: ProfileWish[] = [];
    if (symbols !== undefined) wishes.push({ kind: 'symbols', symbols });
    if (position_ids !== undefined && position_ids.length > 0) {
      wishes.push({ kind: 'positions', positionIds: position_ids });
    }
    if (portfolio_id !== undefined) wishes.push({ kind: 'portfolio', portfolioId: portfolio_id.toLowerCase() });
    const [wish] = wishes;
    if (wish !== undefined && wishes.length === 1) return wish;
    const message = 'Give exactly one of symbols, position_ids and portfolio_id.';
    throw new InvalidInput([{ field: 'symbols', code: wish ? 'one_only' : 'required', message }]);
  }
}

/** Every field, or those that were asked for. Figures are numbers, ratios are ratios; what is not known is null. */
export class CompanyProfileResponse {
  [field: string]: ProfileValue;

  static of({ symbol, profile, estimates }: ProfileRow, fields: readonly ProfileField[]): Wire<CompanyProfileResponse> {
    return Object.fromEntries(
      fields.map((field) => {
        if (field === 'symbol') return [field, symbol];
        const { period, column } = PROFILE_FIELDS[field];
        return [field, (period === null ? profile[column] : estimates?.[period]?.[column]) ?? null];
      }),
    );
  }
}
for (const field of PROFILE_FIELD_NAMES) {
  ApiPropertyOptional(PROFILE_FIELDS[field].schema)(CompanyProfileResponse.prototype, field);
}

export class CompanyProfilesMeta {
  @ApiProperty({ enum: ['symbols', 'positions', 'portfolio'] }) query_type: string;
  @ApiProperty({ type: [String], example: ['AAPL'] }) requested_symbols: readonly string[];
  @ApiProperty({ type: 'integer', example: 1 }) returned_profiles: number;
  @ApiProperty({ type: [String], description: 'Symbols that nothing is known of' }) missing_profiles: readonly string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the newest was fetched' })
  as_of: string | null;

  @ApiPropertyOptional({ type: [String] }) position_ids?: readonly string[];
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  position_symbol_map?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({ type: String, format: 'uuid' }) portfolio_id?: string;
  @ApiPropertyOptional({ type: [String] }) fields_requested?: readonly string[];
}

export class CompanyProfilesResponse {
  @ApiProperty({ type: [CompanyProfileResponse], description: 'By symbol' }) profiles: CompanyProfileResponse[];
  @ApiProperty({ type: CompanyProfilesMeta }) meta: CompanyProfilesMeta;

  static from(
    { profiles, symbols, positions }: FoundProfiles,
    query: CompanyProfileQuery,
  ): Wire<CompanyProfilesResponse> {
    const wish = CompanyProfileQuery.wish(query);
    const known = new Set(profiles.map(({ symbol }) => symbol));
    const instants = profiles.map(({ profile }) => Date.parse(String(profile['fetched_at'])));
    return {
      profiles: profiles.map((row) => CompanyProfileResponse.of(row, query.fields ?? PROFILE_FIELD_NAMES)),
      meta: {
        query_type: wish.kind,
        requested_symbols: symbols,
        returned_profiles: profiles.length,
        missing_profiles: symbols.filter((symbol) => !known.has(symbol)),
        as_of: instants.length === 0 ? null : new Date(Math.max(...instants)).toISOString(),
        ...(positions && { position_ids: [...positions.keys()], position_symbol_map: Object.fromEntries(positions) }),
        ...(wish.kind === 'portfolio' && { portfolio_id: wish.portfolioId }),
        ...(query.fields && { fields_requested: query.fields }),
      },
    };
  }
}
