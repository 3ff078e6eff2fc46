import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The sort keys of the last row of a page, as text. The page after it begins behind them, whatever was added meanwhile. */
export type CursorKey = readonly string[];
/** Instants are in UTC, with up to microseconds. A decimal or a text that a row does not have is the empty text. */
export type CursorPart = 'day' | 'decimal' | 'instant' | 'integer' | 'text' | 'uuid';
/** The kinds of a list's sort keys, or what they are when the query says what it is sorted by. */
export type CursorShape = readonly CursorPart[] | ((query: object) => readonly CursorPart[]);

export interface CursorPage<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null;
}

/** Room for two names of companies. */
const MAX_LENGTH = 1000;
const PATTERNS: Readonly<Record<CursorPart, RegExp>> = {
  decimal: /^(-?\d{1,60}(\.\d{1,60})?)?$/,
  day: /^[12]\d{3}-\d{2}-\d{2}$/,
  instant: /^[12]\d{3}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/,
  integer: /^(0|[1-9]\d{0,14})$/,
  // No NUL: PostgreSQL has no text with one.
  text: /^[^\u0000]{0,300}$/su,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
};

export const encodeCursor = (key: CursorKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Null for what no page of a list with these keys has ended with. */
export function decodeCursor(cursor: unknown, shape: readonly CursorPart[]): CursorKey | null {
  if (typeof cursor !== 'string' || cursor.length > MAX_LENGTH) return null;
  const key = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(key) || key.length !== shape.length) return null;
  const parts = key.filter((part, index): part is string => isPart(part, shape[index]));
  return parts.length === shape.length ? parts : null;
}

/** @param rows one more than the page holds, when there are that many */
export function cursorPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => CursorKey): CursorPage<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

export const shapeFor = (shape: CursorShape, query: object): readonly CursorPart[] =>
  typeof shape === 'function' ? shape(query) : shape;

/** A query's `cursor`, for a list that is ordered by such keys. It comes before `offset` and `page`. */
export const CursorParameter = (shape: CursorShape): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, maxLength: MAX_LENGTH, example: EXAMPLE }),
    IsOptional(),
    ValidateBy({
      name: 'isCursor',
      validator: {
        validate: (value, about) => decodeCursor(value, shapeFor(shape, about?.object ?? {})) !== null,
        defaultMessage: () =>
          'cursor must be the next_cursor of an earlier page of this list, or that of its Link header',
      },
    }),
  );

const EXAMPLE = encodeCursor(['4711']);

export type LinkNext = <P extends { readonly nextCursor: string | null }>(page: P) => P;

/** `@NextLink() link: LinkNext`: says in the answer's `Link` header where the page after this one is. */
export const NextLink = createParamDecorator((_: unknown, context: ExecutionContext): LinkNext => {
  const http = context.switchToHttp();
  const { url } = http.getRequest<FastifyRequest>();
  const reply = http.getResponse<FastifyReply>();
  return (page) => {
    if (page.nextCursor !== null) reply.header('link', `<${nextUrl(url, page.nextCursor)}>; rel="next"`);
    return page;
  };
});

function nextUrl(current: string, cursor: string): string {
  const url = new URL(current, 'http://localhost');
  url.searchParams.delete('offset');
  url.searchParams.delete('page');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

function isPart(part: unknown, kind: CursorPart | undefined): boolean {
  if (typeof part !== 'string' || kind === undefined || !PATTERNS[kind].test(part)) return false;
  return kind === 'day' || kind === 'instant' ? isDay(part.slice(0, 10)) : true;
}

/** The thirtieth of February is refused here, not by the database. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
