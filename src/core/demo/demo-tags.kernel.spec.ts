import { describe, expect, it } from 'vitest';
import { DEFAULT_TAGS } from '../tags/default-tags.kernel.js';
import { DEMO_USERS, demoBook } from './demo-portfolios.kernel.js';
import { demoTagsOf } from './demo-tags.kernel.js';

const BOOKS = DEMO_USERS.flatMap((user) => demoBook(user, '2025-06-30'));

describe('demoTagsOf', () => {
  it('gives the hedge fund the strategies that are written for it', () => {
    expect(demoTagsOf('Hedge Fund Style', 'NVDA')).toEqual(['Long Momentum', 'AI Play']);
    expect(demoTagsOf('Hedge Fund Style', 'JPM')).toEqual(['Long Value', 'Bank Quality']);
    expect(demoTagsOf('Hedge Fund Style', 'ZM')).toEqual(['Short Value Traps']);
    expect(demoTagsOf('Hedge Fund Style', 'SPY250919C00460000')).toEqual(['Options Overlay', 'options']);
  });

  it('tags every holding of every book', () => {
    const bare = BOOKS.flatMap(({ accountName, lots }) =>
      lots.filter(({ symbol }) => demoTagsOf(accountName, symbol).length === 0).map(({ symbol }) => symbol),
    );
    expect(bare).toEqual([]);
  });

  it('uses every default tag but those of sectors that nobody of the demo holds', () => {
    const used = new Set(
      BOOKS.flatMap(({ accountName, lots }) => lots.flatMap(({ symbol }) => demoTagsOf(accountName, symbol))),
    );
    const unused = DEFAULT_TAGS.map(([name]) => name).filter((name) => !used.has(name));
    expect(unused).toEqual(['energy', 'options']);
  });

  it('has no tag for a symbol or a book that is not of the demo', () => {
    expect([demoTagsOf('Hedge Fund Style', 'IBM'), demoTagsOf('Another', 'AAPL')]).toEqual([[], []]);
  });
});
