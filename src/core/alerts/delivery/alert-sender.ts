/** What is to arrive. */
export interface Message {
  /** Of the delivery: the same with every attempt. */
  readonly id: string;
  readonly channelId: string;
  /** An address of the web, or one of e-mail. */
  readonly target: string;
  readonly secretCipher: string | null;
  readonly payload: AlertPayload;
}

/** The body of a webhook; a mail says the same in words. */
export interface AlertPayload {
  /** Of what happened: whoever is told twice can see that it is the same. */
  readonly id: string;
  readonly type: 'alert.raised' | 'alert.resolved';
  readonly occurred_at: string;
  readonly alert: {
    readonly id: string;
    readonly portfolio_id: string;
    readonly portfolio_name: string;
    readonly kind: string;
    readonly message: string;
    readonly as_of: string;
  };
}

/** Carries messages over one kind of channel. */
export interface AlertSender {
  /** Resolves when the other side has taken it. @throws Error saying in a sentence why it did not; it may be tried again */
  send(message: Message): Promise<void>;
}
