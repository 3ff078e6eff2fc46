// orm-stays-in-storage
import type { EntityManager } from 'typeorm';

export type Manager = EntityManager;
