import { describe, expect, it } from 'vitest';
import { entityTagOf, matchesStrongly, matchesWeakly, readEntityTags } from './entity-tag.js';

describe('entity tags', () => {
  it('are the same for the same representation, and others for others', () => {
    expect(entityTagOf({ a: 1, b: null })).toBe(entityTagOf({ a: 1, b: null }));
    expect(entityTagOf({ a: 1 })).not.toBe(entityTagOf({ a: 2 }));
    expect(entityTagOf({ a: 1 })).toMatch(/^"[\w-]{27}"$/);
  });

  it('are read from lists, with commas inside a tag', () => {
    expect(readEntityTags('"a"')).toEqual(['"a"']);
    expect(readEntityTags(' "a,b" , W/"c" ')).toEqual(['"a,b"', 'W/"c"']);
    expect(readEntityTags('*')).toBe('*');
  });

  it.each(['', 'abc', '"a', '"a" "b"', 'w/"a"', '"a",'])('are not %s', (header) => {
    expect(readEntityTags(header)).toBeNull();
  });

  it('match weakly for readers, strongly for writers', () => {
    expect([matchesWeakly(['W/"a"'], '"a"'), matchesStrongly(['W/"a"'], '"a"')]).toEqual([true, false]);
    expect([matchesStrongly(['"b"', '"a"'], '"a"'), matchesStrongly('*', '"a"')]).toEqual([true, true]);
    expect([matchesWeakly(['"b"'], '"a"'), matchesStrongly(['"b"'], '"a"')]).toEqual([false, false]);
  });
});
