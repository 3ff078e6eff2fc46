import { at } from './vector.kernel.js';

interface Vertex {
  readonly point: Float64Array;
  readonly value: number;
}

/**
 * The point of a local minimum, by Nelder and Mead's (1965) simplex from a start with a first step in each coordinate.
 * It needs no derivative; a function that answers Infinity keeps it out of what is not allowed. Ends when the values of
 * the simplex agree to `tolerance` or after `limit` rounds; restart it from its answer to see whether it holds.
 */
export function minimize(
  f: (point: Float64Array) => number,
  start: Float64Array,
  step: number,
  tolerance = 1e-10,
  limit = 2000,
): Vertex {
  const vertex = (point: Float64Array): Vertex => ({ point, value: f(point) });
  let simplex = [start, ...Array.from(start.keys(), (i) => moved(start, i, step))].map(vertex);
  for (let round = 0; round < limit; round++) {
    simplex = simplex.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [simplex[0], simplex.at(-1), simplex.at(-2)];
    if (!best || !worst || !second || worst.value - best.value <= tolerance) break;
    const others = simplex.slice(0, -1);
    const along = (t: number): Vertex =>
      vertex(
        start.map((_, i) => {
          const centre = others.reduce((sum, { point }) => sum + at(point, i), 0) / others.length;
          return centre + t * (at(worst.point, i) - centre);
        }),
      );
    const next = replacement(along, best.value, second.value, worst.value);
    simplex = next === null ? simplex.map(({ point }) => vertex(halfway(point, best.point))) : [...others, next];
  }
  return simplex.reduce((a, b) => (b.value < a.value ? b : a));
}

/** Reflection, expansion or contraction of the worst vertex; null when none is better and the simplex must shrink. */
function replacement(along: (t: number) => Vertex, best: number, second: number, worst: number): Vertex | null {
  const reflected = along(-1);
  if (reflected.value < best) {
    const expanded = along(-2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second) return reflected;
  const contracted = along(reflected.value < worst ? -0.5 : 0.5);
  return contracted.value < Math.min(worst, reflected.value) ? contracted : null;
}

const moved = (point: Float64Array, coordinate: number, step: number): Float64Array =>
  point.map((value, i) => (i === coordinate ? value + step : value));

const halfway = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => (value + at(b, i)) / 2);
