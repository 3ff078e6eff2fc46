import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { AlertChannel } from './alert-channel.entity.js';
import { Alert } from './alert.entity.js';

/** A message that is to arrive: written in the transaction that makes it true, and tried until it does or is given up. */
@Entity('alert_deliveries')
@Index('alert_deliveries_alert_id_idx', ['alertId', 'portfolioId'])
@Index('alert_deliveries_due_idx', ['nextAttemptAt'], { where: 'delivered_at IS NULL AND failed_at IS NULL' })
export class AlertDelivery {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'alert_deliveries_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @Column('uuid', { name: 'alert_id' })
  alertId: string;

  @ManyToOne(() => Alert, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'alert_id', referencedColumnName: 'id', foreignKeyConstraintName: 'alert_deliveries_alert_id_fk' },
    {
      name: 'portfolio_id',
      referencedColumnName: 'portfolioId',
      foreignKeyConstraintName: 'alert_deliveries_alert_id_fk',
    },
  ])
  alert: Alert;

  @Index('alert_deliveries_channel_id_idx')
  @Column('uuid', { name: 'channel_id' })
  channelId: string;

  @ManyToOne(() => AlertChannel, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'channel_id', foreignKeyConstraintName: 'alert_deliveries_channel_id_fk' })
  channel: AlertChannel;

  @Column('text')
  event: 'raised' | 'resolved';

  /** What is sent: the same with every attempt. */
  @Column('jsonb')
  payload: Record<string, unknown>;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { name: 'next_attempt_at', default: () => 'now()' })
  nextAttemptAt: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;

  /** When it was given up. */
  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}
