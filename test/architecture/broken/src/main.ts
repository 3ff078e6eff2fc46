// main-boots-the-app
import type { Reader } from './contracts/reader.js';

export type Boot = Reader;
