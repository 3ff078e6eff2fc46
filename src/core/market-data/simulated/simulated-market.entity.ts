import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** What the simulated prices of this installation hang on; written once, when the demo is made. */
@Entity('simulated_markets')
export class SimulatedMarket {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'simulated_markets_pk' })
  dataset: 'simulated';

  /** The session on which every symbol has its entry price. */
  @Column('date', { name: 'anchor_date' })
  anchorDate: string;

  @Column('integer')
  seed: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;
}
