import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';

/** What a fund holds, as one dataset lists it for a day. The list may be a part: weights need not sum to 1. */
@Entity('fund_holdings')
export class FundHolding {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'fund_holdings_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'fund_holdings_instrument_id_fk' })
  instrument: Instrument;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'fund_holdings_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'fund_holdings_pk' })
  asOfDate: string;

  @PrimaryColumn('text', { name: 'holding_symbol', primaryKeyConstraintName: 'fund_holdings_pk' })
  holdingSymbol: string;

  @Column('text', { name: 'holding_name', nullable: true })
  holdingName: string | null;

  /** Name of a GICS sector where there is one; null for what has none, such as a fund. */
  @Column('text', { nullable: true })
  sector: string | null;

  /** A ratio. */
  @Column('numeric')
  weight: string;

  @Column('numeric', { nullable: true })
  shares: string | null;

  @Column('numeric', { name: 'market_value', nullable: true })
  marketValue: string | null;

  /** When the dataset said so; what was fetched earlier never replaces it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
