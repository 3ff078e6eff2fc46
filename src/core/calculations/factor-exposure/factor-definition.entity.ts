import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A factor of a model: see `factor-models.kernel.ts`, which a test keeps equal to these rows. */
@Entity('factor_definitions')
@Unique('factor_definitions_name_key', ['model', 'name'])
export class FactorDefinitionRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'factor_definitions_pk' })
  model: string;

  /** From 1 on: the place in the arrays of `symbol_factor_exposures`. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'factor_definitions_pk' })
  position: number;

  @Column('text')
  name: string;

  @Column('text', { name: 'long_symbol' })
  longSymbol: string;

  /** Null where the factor is the fund itself. */
  @Column('text', { name: 'short_symbol', nullable: true })
  shortSymbol: string | null;

  @Column('text')
  description: string;
}
