import { describe, expect, it } from 'vitest';
import { listAt, listSpans } from './list-span.kernel.js';

describe('the list that counts at a session', () => {
  const spans = listSpans(['2024-09-30', '2024-03-31', '2024-06-30'].map((asOf) => ({ asOf })));
  const at = (session: string): string | undefined => listAt(spans, session)?.asOf;

  it('is the newest that is not after it', () => {
    expect([at('2024-03-31'), at('2024-06-29'), at('2024-06-30'), at('2030-01-02')]).toEqual([
      ...['2024-03-31', '2024-03-31', '2024-06-30', '2024-09-30'],
    ]);
  });

  it('is the first before all of them, so that a later one does not change the past', () => {
    expect(at('2020-01-02')).toBe('2024-03-31');
  });

  it('is none without any', () => {
    expect(listSpans([])).toEqual([]);
    expect(listAt([], '2024-01-02')).toBeNull();
  });
});
