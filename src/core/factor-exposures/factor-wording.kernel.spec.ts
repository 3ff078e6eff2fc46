import { describe, expect, it } from 'vitest';
import { spreadWording } from './factor-wording.kernel.js';

describe('the wording of a spread', () => {
  it.each([
    ['Growth-Value Spread', 0.51, 'Growth', 'Strong', 'high'],
    ['Growth-Value Spread', -0.51, 'Value', 'Strong', 'high'],
    ['Size Spread', 0.5, 'Small Cap', 'Moderate', 'medium'],
    ['Momentum Spread', -0.21, 'Contrarian', 'Moderate', 'medium'],
    ['Quality Spread', 0.2, 'Neutral', 'Mild', 'low'],
    ['Quality Spread', 0, 'Neutral', 'Mild', 'low'],
  ])('of %s at %d leans to %s', (name, exposure, direction, magnitude, risk) => {
    expect(spreadWording(name, exposure)).toMatchObject({ direction, magnitude, risk_level: risk });
  });

  it('says what is gained, and by what', () => {
    expect(spreadWording('Growth-Value Spread', -0.634).explanation).toBe(
      'When value stocks beat growth ones by 1 % and the market stands still, the portfolio gains about 0.63 % of its value.',
    );
  });
});
