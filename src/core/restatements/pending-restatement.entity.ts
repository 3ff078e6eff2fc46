import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Portfolio } from '../portfolios/portfolio.entity.js';

/** A portfolio whose sessions have not all been computed again since a price was corrected. */
@Entity('pending_restatements')
export class PendingRestatement {
  @PrimaryColumn('uuid', { name: 'portfolio_id', primaryKeyConstraintName: 'pending_restatements_pk' })
  portfolioId: string;

  @OneToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'pending_restatements_portfolio_id_fk' })
  portfolio: Portfolio;

  /** The first of the corrections, by id, that sessions may not know of. */
  @Column('bigint', { name: 'first_correction' })
  firstCorrection: string;
}
