import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  UpdateDateColumn,
} from 'typeorm';
import { Instrument } from '../market-data/instrument.entity.js';
import { User } from '../users/user.entity.js';

export type RiskProxyKind = 'index' | 'volatility';

/** What stands for the risk of a private asset, which has no daily prices; its owner says so. */
@Entity('instrument_risk_proxies')
export class RiskProxy {
  @PrimaryColumn('uuid', { name: 'instrument_id', primaryKeyConstraintName: 'instrument_risk_proxies_pk' })
  instrumentId: string;

  @ManyToOne(() => Instrument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instrument_id', foreignKeyConstraintName: 'instrument_risk_proxies_instrument_id_fk' })
  instrument: Instrument;

  @Index('instrument_risk_proxies_user_id_idx')
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'instrument_risk_proxies_user_id_fk' })
  user: User;

  @Column('text')
  kind: RiskProxyKind;

  /** Of kind index: its daily returns times beta stand for those of the asset. */
  @Column('text', { name: 'index_symbol', nullable: true })
  indexSymbol: string | null;

  @Column('double precision', { nullable: true })
  beta: number | null;

  /** Of kind volatility: a ratio a year, independent of everything else. */
  @Column('double precision', { name: 'annual_volatility', nullable: true })
  annualVolatility: number | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
