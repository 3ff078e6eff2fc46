import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CALCULATIONS } from './calculation.registry.js';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
const folders = files.filter((file) => file.endsWith('.calculation.ts')).map((file) => file.split('/')[0]);

describe('the registry of calculations', () => {
  it('lists every calculation of the folder, under the name of its own', () => {
    expect(folders.length).toBeGreaterThan(3);
    expect(CALCULATIONS.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('has each after what it reads', () => {
    for (const [i, { after }] of CALCULATIONS.entries()) {
      const before = CALCULATIONS.slice(0, i).map(({ name }) => name);
      expect(before).toEqual(expect.arrayContaining([...after]));
    }
  });
});
