import { describe, expect, it } from 'vitest';
import { citedNumbers, withoutCitations } from './citation.kernel.js';

describe('citedNumbers', () => {
  it('reads single and grouped citations once each, in order of appearance', () => {
    expect(citedNumbers('Beta is a slope [2]. It has an error [1, 3], and noise [2].')).toEqual([2, 1, 3]);
  });

  it('takes no other brackets for citations', () => {
    expect(citedNumbers('[AAPL] rose [see below] by [1.5] or [12345]')).toEqual([]);
  });
});

describe('withoutCitations', () => {
  it('leaves the sentences as they would be without them', () => {
    expect(withoutCitations('Beta is a slope [2]. It has an error [1, 3],\nand noise. [2]')).toBe(
      'Beta is a slope. It has an error,\nand noise.',
    );
  });

  it('leaves other brackets', () => {
    expect(withoutCitations('[AAPL] rose by [1.5]')).toBe('[AAPL] rose by [1.5]');
  });
});
