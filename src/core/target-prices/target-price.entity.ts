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
import { Portfolio } from '../portfolios/portfolio.entity.js';
import { Position } from '../positions/position.entity.js';
import { User } from '../users/user.entity.js';

/** What a user expects of a symbol held on one side. Prices are of one share, or of one share's worth of a contract. */
@Entity('portfolio_target_prices')
@Index('portfolio_target_prices_key', ['portfolioId', 'symbol', 'positionType'], { unique: true })
export class TargetPrice {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'portfolio_target_prices_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'portfolio_target_prices_portfolio_id_fk' })
  portfolio: Portfolio;

  /** The lot the user looked at; a target outlives it, since it is about the symbol. */
  @Index('portfolio_target_prices_position_id_idx')
  @Column('uuid', { name: 'position_id', nullable: true })
  positionId: string | null;

  @ManyToOne(() => Position, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'position_id', foreignKeyConstraintName: 'portfolio_target_prices_position_id_fk' })
  position: Position | null;

  /** Upper-case; the compact OCC symbol for options. */
  @Column('text')
  symbol: string;

  @Column('text', { name: 'position_type', default: 'LONG' })
  positionType: 'LONG' | 'SHORT' | 'LC' | 'LP' | 'SC' | 'SP';

  /** At the end of the year. */
  @Column('numeric', { name: 'target_price_eoy', precision: 18, scale: 6, nullable: true })
  targetPriceEoy: string | null;

  @Column('numeric', { name: 'target_price_next_year', precision: 18, scale: 6, nullable: true })
  targetPriceNextYear: string | null;

  @Column('numeric', { name: 'downside_target_price', precision: 18, scale: 6, nullable: true })
  downsideTargetPrice: string | null;

  /** The price as the user gave it: used only while neither the valuation nor the dataset has one. */
  @Column('numeric', { name: 'current_price', precision: 18, scale: 6, nullable: true })
  currentPrice: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'portfolio_target_prices_created_by_fk' })
  author: User | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
