import { describe, expect, it } from 'vitest';
import { citedNumbers } from './citation.kernel.js';

describe('citedNumbers', () => {
  it('reads single and grouped citations once each, in order of appearance', () => {
    expect(citedNumbers('Beta is a slope [2]. It has an error [1, 3], and noise [2].')).toEqual([2, 1, 3]);
  });

  it('takes no other brackets for citations', () => {
    expect(citedNumbers('[AAPL] rose [see below] by [1.5] or [12345]')).toEqual([]);
  });
});
