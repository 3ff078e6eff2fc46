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

/** A label that a user puts on positions. Names are unique among the active ones, whatever their capitals. */
@Entity('tags')
@Index('tags_active_name_key', { synchronize: false })
@Index('tags_user_id_idx', ['userId', 'displayOrder'])
@Index('tags_archived_by_idx', ['archivedById'], { where: 'archived_by IS NOT NULL' })
export class Tag {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'tags_pk' })
  readonly id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'tags_user_id_fk' })
  user: User;

  @Column('text')
  name: string;

  /** `#RRGGBB` in capitals. */
  @Column('text', { default: '#4A90E2' })
  color: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('integer', { name: 'display_order', default: 0 })
  displayOrder: number;

  @Column('boolean', { name: 'is_archived', default: false })
  isArchived: boolean;

  @Column('timestamptz', { name: 'archived_at', nullable: true })
  archivedAt: Date | null;

  @Column('uuid', { name: 'archived_by', nullable: true })
  archivedById: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'archived_by', foreignKeyConstraintName: 'tags_archived_by_fk' })
  archivedBy: User | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
