import { describe, expect, it } from 'vitest';
import { mailOf } from './alert-mail.kernel.js';

const alert = { portfolio_name: 'Growth\r\nBcc: everybody@example.com', message: 'Beta is 1.3.', as_of: '2024-11-29' };
const at = '2024-12-02T22:30:00.000Z';

describe('mailOf', () => {
  it('says what was breached, and nothing of a name reaches the head as a line', () => {
    const { subject, text } = mailOf({ type: 'alert.raised', occurred_at: at, alert });
    expect(subject).toBe('Limit breached: Growth Bcc: everybody@example.com');
    expect(text).toContain('Session: 2024-11-29\n\nBeta is 1.3.\n');
  });

  it('says what is over', () => {
    const { subject, text } = mailOf({ type: 'alert.resolved', occurred_at: at, alert });
    expect(subject).toMatch(/^Limit kept again: Growth/);
    expect(text).toContain('It had been breached: Beta is 1.3.');
  });
});
