// kernels-are-pure
import { readFileSync } from 'node:fs';

export const order = readFileSync;
