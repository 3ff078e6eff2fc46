import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from './moments.kernel.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 30 });

describe('the shape of returns', () => {
  it('is that of scipy', () => {
    const shape = shapeOf(of(0.01, -0.02, 0.005, Number.NaN, 0.03, -0.04, 0));
    expect(shape).toEqual({
      ok: true,
      value: {
        skewness: expect.closeTo(-0.3206416078805757, 12),
        excessKurtosis: expect.closeTo(-0.8389559006319924, 12),
        skewnessUnbiased: expect.closeTo(-0.4390566037772939, 12),
        excessKurtosisUnbiased: expect.closeTo(0.053045289823355546, 12),
      },
    });
  });

  it('does not change with scale and level, and is mirrored in skewness only', () => {
    fc.assert(
      fc.property(whole, (values) => {
        const [plain, moved] = [values, values.map((x) => 7 - 2 * x)].map((series) =>
          shapeOf(Float64Array.from(series)),
        );
        expect(moved!.ok).toBe(plain!.ok);
        if (!plain!.ok || !moved!.ok) return;
        expect(moved!.value.skewness).toBeCloseTo(-plain!.value.skewness, 9);
        expect(moved!.value.excessKurtosis).toBeCloseTo(plain!.value.excessKurtosis, 9);
      }),
    );
  });

  it('does not exist for fewer than four returns or without variation', () => {
    expect(shapeOf(of(1, 2, 4))).toEqual({ ok: false, reason: 'too-few-observations' });
    expect(shapeOf(of(0.1, 0.1, 0.1, 0.1))).toEqual({ ok: false, reason: 'zero-variance' });
  });
});
