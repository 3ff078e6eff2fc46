// no-cycles, closed by second.ts
import { second } from './second.js';

export const first = (): unknown => second;
