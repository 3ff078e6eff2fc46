import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'users_pk' })
  readonly id: string;

  /** Always lower-case. */
  @Index('users_email_key', { unique: true })
  @Column('text')
  email: string;

  /** Argon2id; null for accounts of an external identity provider. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column('text', { name: 'full_name' })
  fullName: string;

  @Column('text', { default: 'user' })
  role: 'user' | 'admin';

  @Column('text', { default: 'free' })
  tier: 'free' | 'paid';

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  @Column('boolean', { name: 'is_demo', default: false })
  isDemo: boolean;

  @Column('boolean', { name: 'invite_validated', default: true })
  inviteValidated: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
