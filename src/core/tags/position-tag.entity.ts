import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Position } from '../positions/position.entity.js';
import { User } from '../users/user.entity.js';
import { Tag } from './tag.entity.js';

/** A tag on a position. It goes with the position, and stays while the tag is archived. */
@Entity('position_tags')
export class PositionTag {
  @PrimaryColumn('uuid', { name: 'position_id', primaryKeyConstraintName: 'position_tags_pk' })
  positionId: string;

  @ManyToOne(() => Position, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'position_id', foreignKeyConstraintName: 'position_tags_position_id_fk' })
  position: Position;

  @Index('position_tags_tag_id_idx')
  @PrimaryColumn('uuid', { name: 'tag_id', primaryKeyConstraintName: 'position_tags_pk' })
  tagId: string;

  @ManyToOne(() => Tag, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'tag_id', foreignKeyConstraintName: 'position_tags_tag_id_fk' })
  tag: Tag;

  @CreateDateColumn({ name: 'assigned_at', type: 'timestamptz' })
  readonly assignedAt: Date;

  @Index('position_tags_assigned_by_idx')
  @Column('uuid', { name: 'assigned_by', nullable: true })
  assignedById: string | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'assigned_by', foreignKeyConstraintName: 'position_tags_assigned_by_fk' })
  assignedBy: User | null;
}
