/** The value at a place; NaN beyond the end, so that a slip shows in the result. */
export const at = (values: Float64Array | readonly number[], i: number): number => values[i] ?? Number.NaN;

/** Sum of products of two aligned vectors from place `from` on. */
export function dot(a: Float64Array, b: Float64Array, from = 0): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

/** Euclidean length from place `from` on. */
export const norm = (a: Float64Array, from = 0): number => Math.sqrt(dot(a, a, from));

/** target += factor * a, in place, from place `from` on. */
export function addScaled(target: Float64Array, a: Float64Array, factor: number, from = 0): void {
  for (let i = from; i < target.length; i++) target[i] = at(target, i) + factor * at(a, i);
}

/** Sum of weight times vector; `size` is the length of the result when there are no vectors. */
export function combine(weights: Float64Array, vectors: readonly Float64Array[], size: number): Float64Array {
  const sum = new Float64Array(size);
  vectors.forEach((vector, i) => {
    addScaled(sum, vector, at(weights, i));
  });
  return sum;
}
