import { describe, expect, it } from 'vitest';
import { scenarioReference } from './scenario-reference.kernel.js';

describe('a reference to a scenario', () => {
  it('is an id, or an id and a version', () => {
    expect(scenarioReference('market_down_10')).toEqual({ id: 'market_down_10', version: null });
    expect(scenarioReference('0190-a@12')).toEqual({ id: '0190-a', version: 12 });
  });

  it.each(['', '@1', 'x@', 'x@0', 'x@01', 'x@1@2', 'X', 'x@-1', 'x@9999999999'])('is not %j', (text) => {
    expect(() => scenarioReference(text)).toThrow(RangeError);
  });
});
