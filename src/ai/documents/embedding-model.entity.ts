import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A model whose vectors may be stored; each has an index of its own. */
@Entity('ai_embedding_models')
export class EmbeddingModel {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'ai_embedding_models_pk' })
  name: string;

  @Column('integer')
  dimensions: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}
