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
import { User } from '../../users/user.entity.js';

/** A scenario of a user, or one of everybody's, which a test keeps equal to `STRESS_SCENARIOS`. */
@Entity('stress_test_scenarios')
@Index('stress_test_scenarios_user_id_idx', ['userId'])
export class StressTestScenario {
  /** A word for those that are built in, a UUID for all others. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'stress_test_scenarios_pk' })
  id: string;

  /** Null for what is built in. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'stress_test_scenarios_user_id_fk' })
  user: User | null;

  @Column('text')
  name: string;

  @Column('text')
  description: string;

  @Column('text')
  category: string;

  @Column('text')
  severity: string;

  /** As `StressShocks` has it. */
  @Column('jsonb')
  shocks: object;

  /** Raised with every change. */
  @Column('integer', { default: 1 })
  version: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
