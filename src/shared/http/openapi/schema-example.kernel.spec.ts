import { describe, expect, it } from 'vitest';
import { exampleOf, NoExample, type Schema } from './schema-example.kernel.js';

const NAMES = { symbol: 'AAPL', share: 0.4 };
const of = (schema: Schema, schemas: Record<string, Schema> = {}): unknown =>
  exampleOf(schema, schemas, NAMES, 'Thing');

describe('exampleOf', () => {
  it('takes what a part says of itself first', () => {
    expect(of({ type: 'string', example: 'own', enum: ['a'] })).toBe('own');
    expect([of({ type: 'string', enum: ['a', 'b'] }), of({ type: 'integer', default: 50 })]).toEqual(['a', 50]);
    expect(of({ type: ['string', 'null'], example: null })).toBeNull();
  });

  it('puts objects, lists and references together', () => {
    const schemas: Record<string, Schema> = { Row: { type: 'object', properties: { symbol: { type: 'string' } } } };
    const rows: Schema = { type: 'array', items: { $ref: '#/components/schemas/Row' } };
    expect(of({ type: 'object', properties: { rows, share: { type: 'number' } } }, schemas)).toEqual({
      rows: [{ symbol: 'AAPL' }],
      share: 0.4,
    });
    expect(of({ anyOf: [{ type: 'null' }, { type: 'integer', minimum: 3 }] })).toBe(3);
  });

  it('names the part of which nothing is known, and does not walk for ever', () => {
    const name: Schema = { type: 'object', properties: { nickname: { type: 'string' } } };
    expect(() => of(name)).toThrow(new NoExample('Thing.nickname'));
    const loop = { Loop: { type: 'object', properties: { self: { $ref: '#/components/schemas/Loop' } } } };
    expect(() => of({ $ref: '#/components/schemas/Loop' }, loop)).toThrow(/nested too deeply/);
  });
});
