import { describe, expect, it } from 'vitest';
import { closeInstant } from './session-close.kernel.js';

describe('closeInstant', () => {
  it('is four in the afternoon of New York, in winter and in summer', () => {
    expect(closeInstant('2024-11-27')).toBe('2024-11-27T21:00:00.000Z');
    expect(closeInstant('2024-07-01')).toBe('2024-07-01T20:00:00.000Z');
  });

  it('is one on a short day', () => {
    expect(closeInstant('2024-11-29')).toBe('2024-11-29T18:00:00.000Z');
  });

  it('is the regular one for figures of a day that is no session', () => {
    expect(closeInstant('2024-11-30')).toBe('2024-11-30T21:00:00.000Z');
  });
});
