import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { RefuseUnknownFields } from '../../shared/errors/validation.pipe.js';
import { CursorParameter, decodeCursor } from '../../shared/http/cursor.js';
import { pageQuery } from '../../shared/http/page.js';
import { type InstrumentDescription } from '../market-data/instrument.kernel.js';
import { BookingDay } from './booking-day.dto.js';
import { DecimalField } from './decimal-field.dto.js';
import { type LedgerKind } from './ledger-entry.kernel.js';
import { TRANSACTION_KEY, type TransactionFilter } from './transaction.repository.js';
import { type TransactionInput, type TransactionInputs } from './transaction.service.js';

export const POSTABLE_KINDS = [
  ...(['deposit', 'withdrawal', 'buy', 'sell', 'short', 'cover', 'dividend', 'interest'] as const),
  ...(['borrow_fee', 'fee', 'tax', 'split', 'exercise', 'assignment', 'expiry', 'mark'] as const),
];
const CLASSES = ['PUBLIC', 'OPTIONS', 'PRIVATE'] as const;
export const MAX_AT_ONCE = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const upper = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;

@RefuseUnknownFields()
export class NewTransaction {
  @ApiProperty({ enum: POSTABLE_KINDS })
  @IsIn(POSTABLE_KINDS)
  kind: LedgerKind;

  @BookingDay({ required: true, description: 'Not in the future' })
  trade_date: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 100,
    description: 'A symbol, or an OCC option symbol. Of an option the four fields of the contract say as much',
    example: 'AAPL',
  })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @Length(1, 100)
  symbol?: string | null;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 8,
    min: 'positive',
    description: 'Shares or contracts',
    example: '10',
  })
  quantity?: string | null;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 6,
    min: 'not-negative',
    description: 'Of one share, also of an option',
  })
  price?: string | null;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 4,
    min: 'not-negative',
    description: 'Costs of the trade',
  })
  fees?: string | null;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 8,
    isCash: true,
    description: 'Of entries about cash. Positive; signed only for dividend and interest',
  })
  amount?: string | null;

  @DecimalField({
    required: false,
    nullable: true,
    decimals: 12,
    min: 'positive',
    description: 'Of a split: new shares for one old',
  })
  ratio?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The lot that a sale, cover or expiry closes',
  })
  @IsOptional()
  @Matches(UUID, { message: 'lot_id must be a UUID' })
  lot_id?: string | null;

  @ApiPropertyOptional({
    type: Boolean,
    nullable: true,
    description:
      'Of a trade: what exceeds the lots held on the other side opens a lot on this one, instead of being refused',
  })
  @IsOptional()
  @IsBoolean()
  allow_reversal_of_side?: boolean | null;

  @ApiPropertyOptional({ type: String, maxLength: 500, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  notes?: string | null;

  @ApiPropertyOptional({ enum: CLASSES, nullable: true, description: 'Of a symbol that is new; PUBLIC if left out' })
  @Transform(upper)
  @IsOptional()
  @IsIn(CLASSES)
  investment_class?: (typeof CLASSES)[number] | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 50 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @MaxLength(50)
  investment_subtype?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 20 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @MaxLength(20)
  underlying_symbol?: string | null;

  @DecimalField({ required: false, nullable: true, decimals: 3, min: 'positive' })
  strike_price?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY, { message: 'expiration_date must be a date, such as 2027-12-17' })
  @IsISO8601({ strict: true }, { message: 'expiration_date must be a date of the calendar' })
  expiration_date?: string | null;

  @ApiPropertyOptional({ enum: ['CALL', 'PUT'], nullable: true })
  @Transform(upper)
  @IsOptional()
  @IsIn(['CALL', 'PUT'])
  option_type?: 'CALL' | 'PUT' | null;
}

const FIELDS = [
  ...(['kind', 'trade_date', 'symbol', 'quantity', 'price', 'fees', 'amount', 'ratio', 'lot_id', 'notes'] as const),
  ...(['allow_reversal_of_side'] as const),
  ...(['investment_class', 'investment_subtype', 'underlying_symbol'] as const),
  ...(['strike_price', 'expiration_date', 'option_type'] as const),
] satisfies (keyof NewTransaction)[];

/** One entry as it is, or several under `transactions`. */
@RefuseUnknownFields()
export class PostTransactions extends NewTransaction {
  @ApiPropertyOptional({ type: [NewTransaction], description: 'Several at once: all are booked, or none' })
  @ValidateIf((_: unknown, value: unknown) => value !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => NewTransaction)
  transactions?: NewTransaction[];

  toInputs(): TransactionInputs {
    const { transactions } = this;
    if (transactions === undefined) return { inputs: [inputOf(this)], pointer: (_, field) => `/${field}` };
    return { inputs: transactions.map(inputOf), pointer: (index, field) => `/transactions/${index}/${field}` };
  }
}

/** Replaces the inherited condition of each field, `IsOptional` included. */
for (const field of FIELDS) {
  const isRequired = field === 'kind' || field === 'trade_date';
  const applies = ({ transactions }: PostTransactions, value: unknown): boolean =>
    transactions === undefined && (isRequired || (value !== undefined && value !== null));
  ValidateIf(applies)(PostTransactions.prototype, field);
}
registerDecorator({
  name: 'standsAlone',
  target: PostTransactions,
  propertyName: 'transactions',
  validator: {
    validate: (_, given) => {
      const body = given?.object as PostTransactions;
      return FIELDS.every((field) => body[field] === undefined);
    },
    defaultMessage: () => 'transactions must stand alone: put every entry into the list',
  },
});

function inputOf(sent: NewTransaction): TransactionInput {
  return {
    kind: sent.kind,
    tradeDate: sent.trade_date,
    instrument: descriptionOf(sent),
    quantity: sent.quantity ?? null,
    price: sent.price ?? null,
    fees: sent.fees ?? '0',
    amount: sent.amount ?? null,
    ratio: sent.ratio ?? null,
    lotId: sent.lot_id?.toLowerCase() ?? null,
    notes: sent.notes ?? null,
    crossesZero: sent.allow_reversal_of_side ?? false,
  };
}

/** Null when neither a symbol nor a field of an option contract is sent. */
function descriptionOf(sent: NewTransaction): InstrumentDescription | null {
  const named = {
    symbol: sent.symbol ?? null,
    underlyingSymbol: sent.underlying_symbol ?? null,
    strikePrice: sent.strike_price ?? null,
    expirationDate: sent.expiration_date ?? null,
    optionType: sent.option_type ?? null,
  };
  if (Object.values(named).every((part) => part === null)) return null;
  const investmentClass = sent.investment_class ?? null;
  return { ...named, investmentClass, investmentSubtype: sent.investment_subtype ?? null };
}

@RefuseUnknownFields()
export class ListTransactionsQuery extends pageQuery({ fallback: 50, max: 200 }) {
  @ApiPropertyOptional({ enum: POSTABLE_KINDS })
  @IsOptional()
  @IsIn(POSTABLE_KINDS)
  kind?: LedgerKind;

  @ApiPropertyOptional({ type: String, maxLength: 100 })
  @Transform(upper)
  @IsOptional()
  @IsString()
  @Length(1, 100)
  symbol?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'First trade date' })
  @IsOptional()
  @Matches(DAY, { message: 'from must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'from must be a date of the calendar' })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'Last trade date' })
  @IsOptional()
  @Matches(DAY, { message: 'to must be a date, such as 2024-11-29' })
  @IsISO8601({ strict: true }, { message: 'to must be a date of the calendar' })
  to?: string;

  @CursorParameter(TRANSACTION_KEY)
  cursor?: string;

  filter(): TransactionFilter {
    const { kind = null, symbol = null, from = null, to = null, limit, offset, cursor } = this;
    return { kind, symbol, from, to, limit, offset, after: decodeCursor(cursor, TRANSACTION_KEY) };
  }
}
