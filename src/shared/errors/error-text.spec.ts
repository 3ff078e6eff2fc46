import { describe, expect, it } from 'vitest';
import { errorText } from './error-text.js';

describe('errorText', () => {
  it('is the message, or what there is instead', () => {
    expect(errorText(new Error('no such table'))).toBe('no such table');
    expect(errorText(new TypeError(''))).toBe('TypeError');
    expect(errorText('gone')).toBe('gone');
  });

  it('names the parts of an error that only collects others, each once', () => {
    const parts = [new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')];
    expect(errorText(new AggregateError([...parts, parts[0]]))).toBe(
      'connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1',
    );
    expect(errorText(new AggregateError(parts.slice(0, 1), 'nobody listens'))).toBe(
      'nobody listens: connect ECONNREFUSED ::1:1',
    );
  });
});
