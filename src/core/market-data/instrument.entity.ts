import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { User } from '../users/user.entity.js';

export type InvestmentClass = 'PUBLIC' | 'OPTIONS' | 'PRIVATE';

/** The symbol master. A private asset belongs to the user who named it. */
@Entity('instruments')
@Index('instruments_symbol_key', ['symbol'], { unique: true, where: 'owner_user_id IS NULL' })
@Index('instruments_owner_symbol_key', ['ownerUserId', 'symbol'], { unique: true, where: 'owner_user_id IS NOT NULL' })
export class Instrument {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'instruments_pk' })
  readonly id: string;

  /** Upper-case; the compact OCC symbol for options. */
  @Column('text')
  symbol: string;

  @Column('uuid', { name: 'owner_user_id', nullable: true })
  ownerUserId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'owner_user_id', foreignKeyConstraintName: 'instruments_owner_user_id_fk' })
  owner: User | null;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { name: 'investment_class' })
  investmentClass: InvestmentClass;

  @Column('text', { name: 'investment_subtype', nullable: true })
  investmentSubtype: string | null;

  @Column('text', { default: 'USD' })
  currency: string;

  @Column('text', { name: 'underlying_symbol', nullable: true })
  underlyingSymbol: string | null;

  @Column('numeric', { name: 'strike_price', precision: 18, scale: 6, nullable: true })
  strikePrice: string | null;

  @Column('date', { name: 'expiration_date', nullable: true })
  expirationDate: string | null;

  @Column('text', { name: 'option_type', nullable: true })
  optionType: 'CALL' | 'PUT' | null;

  /** Shares a contract stands for: 100 for listed options, else 1. */
  @Column('integer', { default: 1 })
  multiplier: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
