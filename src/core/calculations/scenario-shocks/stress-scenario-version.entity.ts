import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../../users/user.entity.js';

/** What a version of a stress scenario was; never changed, and kept when the scenario is deleted. */
@Entity('stress_scenario_versions')
export class StressScenarioVersion {
  @PrimaryColumn('text', { name: 'scenario_id', primaryKeyConstraintName: 'stress_scenario_versions_pk' })
  scenarioId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'stress_scenario_versions_pk' })
  version: number;

  /** Null for what is built in. */
  @Index('stress_scenario_versions_user_id_idx')
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'stress_scenario_versions_user_id_fk' })
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

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}
