import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCovered } from './evidence.kernel.js';

describe('isCovered', () => {
  it.each([
    ['both legs agree', 0.28, 0.25],
    ['the meaning is near and a word is there', 0.36, 0.03],
    ['the meaning is very near', 0.55, 0],
    ['the words match and there is no vector', null, 0.3],
  ])('is true when %s', (_, similarity, text) => {
    expect(isCovered({ similarity, text })).toBe(true);
  });

  it.each([
    ['a word of a title is all there is', 0.13, 0.32],
    ['a short question is near to everything', 0.46, 0],
    ['nothing is found', 0, 0],
    ['there is no vector and a stray word', null, 0.05],
  ])('is false when %s', (_, similarity, text) => {
    expect(isCovered({ similarity, text })).toBe(false);
  });

  it('never turns false by better scores', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(score, score, score, (similarity, text, more) => {
        if (!isCovered({ similarity, text })) return;
        expect(isCovered({ similarity: similarity + more, text })).toBe(true);
        expect(isCovered({ similarity, text: text + more })).toBe(true);
      }),
    );
  });
});
