// drivers-stay-in-shared
import { Pool } from 'pg';

export const pool = new Pool();
