import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A core row that is gone for good. */
@Entity('ai_tombstones')
export class Tombstone {
  @PrimaryColumn('uuid', { name: 'aggregate_id', primaryKeyConstraintName: 'ai_tombstones_pk' })
  aggregateId: string;

  @Column('text')
  kind: 'user' | 'portfolio' | 'conversation' | 'message';

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt: Date;
}
