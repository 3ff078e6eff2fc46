import { bodiesOf, type Ids, IN_BODIES, type Route, urlOf } from './route-table.js';

/** A request of one user that names one resource of another, beside the path. */
export interface ForeignRequest {
  readonly route: Route;
  readonly url: string;
  readonly body: unknown;
  /** Such as `query portfolio_id` or `body positions.0.id`. */
  readonly place: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * Every id that a route takes in its query or body, foreign one at a time; all else is the caller's own. The bodies made
 * for two users differ where an id stands, and nowhere else.
 */
export function foreignRequests(route: Route, mine: Ids, theirs: Ids): ForeignRequest[] {
  const url = urlOf(route.path, mine);
  const bodies = route.body?.isForm === true ? [] : bodiesOf(route, mine);
  const foreignBodies = bodiesOf(route, theirs);
  const inBodies = bodies.flatMap((body, shape) =>
    replacements(body, foreignBodies[shape], []).map(({ place, value }) => ({
      ...{ route, url, body: value },
      place: `body ${place.join('.')}`,
    })),
  );
  const inQuery = route.parameters
    .filter(({ in: where, name, schema }) => where === 'query' && (schema.format === 'uuid' || /_ids?$/.test(name)))
    .flatMap(({ name }) => {
      const id = theirs[IN_BODIES[name] ?? name];
      if (id === undefined) return [];
      const required = route.parameters
        .filter((other) => other.in === 'query' && other.required === true && other.name !== name)
        .map((other) => `&${other.name}=${mine[other.name] ?? 'AAPL'}`);
      // A contract route may take the id in the body as well; then it is left out there.
      const [body] = bodies.map((one) => without(one, name));
      return [{ route, url: `${url}?${name}=${id}${required.join('')}`, body, place: `query ${name}` }];
    });
  return [...inBodies, ...inQuery];
}

interface Replacement {
  readonly place: readonly (string | number)[];
  readonly value: unknown;
}

function replacements(mine: unknown, theirs: unknown, place: Replacement['place']): Replacement[] {
  if (typeof mine === 'string' && typeof theirs === 'string') {
    return mine !== theirs && UUID.test(theirs) ? [{ place, value: theirs }] : [];
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    return mine.flatMap((item, i) =>
      replacements(item, theirs[i], [...place, i]).map((one) => ({
        ...one,
        value: mine.with(i, one.value) as unknown,
      })),
    );
  }
  if (typeof mine !== 'object' || mine === null || typeof theirs !== 'object' || theirs === null) return [];
  const other = theirs as Readonly<Record<string, unknown>>;
  return Object.entries(mine).flatMap(([key, part]) =>
    replacements(part, other[key], [...place, key]).map((one) => ({ ...one, value: { ...mine, [key]: one.value } })),
  );
}

const without = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))
    : body;
