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
import { Portfolio } from '../portfolios/portfolio.entity.js';

/** An analysis of a portfolio that the analyst has written. */
@Entity('ai_insights')
@Index('ai_insights_portfolio_id_idx', ['portfolioId', 'createdAt'])
export class Insight {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'ai_insights_pk' })
  readonly id: string;

  @Column('uuid', { name: 'portfolio_id' })
  portfolioId: string;

  @ManyToOne(() => Portfolio, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'portfolio_id', foreignKeyConstraintName: 'ai_insights_portfolio_id_fk' })
  portfolio: Portfolio;

  @Column('text', { name: 'insight_type' })
  insightType: string;

  @Column('text')
  title: string;

  @Column('text', { default: 'normal' })
  severity: string;

  @Column('text')
  summary: string;

  @Column('text', { name: 'full_analysis' })
  fullAnalysis: string;

  @Column('jsonb', { name: 'key_findings', default: [] })
  keyFindings: readonly string[];

  @Column('jsonb', { default: [] })
  recommendations: readonly string[];

  @Column('text', { name: 'data_limitations', default: '' })
  dataLimitations: string;

  /** Each figure of the text with the result that it came from. */
  @Column('jsonb', { default: [] })
  figures: readonly unknown[];

  @Column('text', { name: 'focus_area', nullable: true })
  focusArea: string | null;

  @Column('text', { name: 'user_question', nullable: true })
  userQuestion: string | null;

  @Column('text', { name: 'model_used' })
  modelUsed: string;

  @Column('integer', { name: 'generation_time_ms' })
  generationTimeMs: number;

  @Column('integer', { name: 'token_count_input', nullable: true })
  tokenCountInput: number | null;

  @Column('integer', { name: 'token_count_output', nullable: true })
  tokenCountOutput: number | null;

  @Column('integer', { name: 'tool_calls_count', default: 0 })
  toolCallsCount: number;

  @Index('ai_insights_cache_key_idx')
  @Column('text', { name: 'cache_key' })
  cacheKey: string;

  /** 1 to 5. */
  @Column('numeric', { name: 'user_rating', precision: 2, scale: 1, nullable: true })
  userRating: string | null;

  @Column('text', { name: 'user_feedback', nullable: true })
  userFeedback: string | null;

  @Column('boolean', { default: false })
  viewed: boolean;

  @Column('boolean', { default: false })
  dismissed: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
