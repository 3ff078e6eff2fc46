interface MailedAlert {
  readonly type: 'alert.raised' | 'alert.resolved';
  readonly occurred_at: string;
  readonly alert: {
    readonly portfolio_name: string;
    readonly message: string;
    readonly as_of: string;
  };
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** The alert in words. Names are people's own, so line ends in them do not reach the head of a mail. */
export function mailOf({ type, occurred_at: at, alert }: MailedAlert): Mail {
  const name = alert.portfolio_name.replaceAll(/\s+/g, ' ').trim();
  const isOver = type === 'alert.resolved';
  const subject = isOver ? `Limit kept again: ${name}` : `Limit breached: ${name}`;
  const lines = [
    `Portfolio: ${name}`,
    `Session: ${alert.as_of}`,
    '',
    isOver ? `This limit is kept again. It had been breached: ${alert.message}` : alert.message,
    '',
    `Written by SigmaSight at ${at}. Limits and channels can be changed there.`,
  ];
  return { subject: subject.slice(0, 200), text: lines.join('\n') };
}

/** What whoever reads at an address is asked. `expiresAt` in ISO 8601. */
export function confirmationMail(code: string, expiresAt: string): Mail {
  const lines = [
    'Somebody asked SigmaSight to send alerts about a portfolio to this address.',
    '',
    `If it was you, confirm it there with this code: ${code}`,
    `It is valid until ${new Date(expiresAt).toISOString()}.`,
    '',
    'If it was not you, do nothing: without the code nothing more is sent.',
  ];
  return { subject: 'Confirm this address for alerts', text: lines.join('\n') };
}
