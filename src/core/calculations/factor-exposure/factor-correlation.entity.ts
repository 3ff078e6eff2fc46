import { Column, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** How the funds behind the factors move together at a session, once a dataset. */
@Entity('factor_correlations')
export class FactorCorrelation {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'factor_correlations_pk' })
  dataset: string;

  @PrimaryColumn('date', { name: 'as_of_date', primaryKeyConstraintName: 'factor_correlations_pk' })
  asOfDate: string;

  @Column('integer', { name: 'window_sessions' })
  windowSessions: number;

  @Column('integer')
  observations: number;

  /** Symbols, in the order of rows and columns. */
  @Column('jsonb')
  funds: readonly string[];

  /** Of simple returns a session, row by row. */
  @Column('double precision', { array: true, nullable: true })
  covariance: number[] | null;

  /** Of the joint model's factors, in their order. */
  @Column('double precision', { name: 'variance_inflation', array: true, nullable: true })
  varianceInflation: number[] | null;

  @Column('double precision', { name: 'condition_number', nullable: true })
  conditionNumber: number | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  method: string;

  /** Of the calculation; null for what was stored before it was kept. */
  @Column('integer', { nullable: true })
  version: number | null;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
