import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Alert } from './alert.entity.js';

/** A line of an alert's history. */
@Entity('alert_events')
@Index('alert_events_alert_id_idx', ['alertId', 'portfolioId'])
export class AlertEvent {
  @PrimaryGeneratedColumn('increment', { type: 'bigint', primaryKeyConstraintName: 'alert_events_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @Column('uuid', { name: 'alert_id' })
  alertId: string;

  @ManyToOne(() => Alert, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'alert_id', referencedColumnName: 'id', foreignKeyConstraintName: 'alert_events_alert_id_fk' },
    { name: 'portfolio_id', referencedColumnName: 'portfolioId', foreignKeyConstraintName: 'alert_events_alert_id_fk' },
  ])
  alert: Alert;

  @Column('text')
  event: string;

  @Column('text', { nullable: true })
  detail: string | null;

  @Column('double precision', { nullable: true })
  value: number | null;

  @Column('date', { name: 'as_of_date', nullable: true })
  asOf: string | null;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt: Date;
}
