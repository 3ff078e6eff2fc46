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
import { EmbeddingModel } from './embedding-model.entity.js';

/** One passage of the knowledge base. */
@Entity('ai_kb_documents')
@Index('ix_ai_kb_documents_source', ['sourceKey', 'chunkNo'], { unique: true })
@Index('ix_ai_kb_documents_embedding_hnsw', { synchronize: false })
@Index('ix_ai_kb_documents_embedding_hnsw_1536', { synchronize: false })
@Index('ix_ai_kb_documents_text', { synchronize: false })
export class KnowledgeDocument {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ai_kb_documents_pk' })
  readonly id: string;

  @Column('text', { name: 'source_key' })
  sourceKey: string;

  @Column('integer', { name: 'chunk_no' })
  chunkNo: number;

  @Column('text')
  scope: 'global' | 'user';

  /** A core users.id; null for passages that everybody may read. */
  @Index('ix_ai_kb_documents_owner')
  @Column('uuid', { name: 'owner_user_id', nullable: true })
  ownerUserId: string | null;

  @Column('text')
  title: string;

  @Column('text')
  content: string;

  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @Column('jsonb', { default: {} })
  metadata: Record<string, unknown>;

  @Column('text', { name: 'embedding_model' })
  embeddingModel: string;

  @ManyToOne(() => EmbeddingModel)
  @JoinColumn({ name: 'embedding_model', foreignKeyConstraintName: 'ai_kb_documents_embedding_model_fk' })
  model: EmbeddingModel;

  /** Without a length: rows of different models live side by side and are never compared. */
  @Column('vector')
  embedding: number[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
