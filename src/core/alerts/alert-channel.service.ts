import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { asUser } from '../../shared/database/transactions.js';
import { InvalidInput } from '../../shared/errors/invalid-input.error.js';
import { JWT_SECRET } from '../../shared/runtime/runtime.module.js';
import { Clock } from '../../shared/time/clock.js';
import { CoreTransactions } from '../core.transactions.js';
import {
  AlertChannelExists,
  AlertChannelNotFound,
  MailNotConfigured,
  NoSecret,
  TooManyAlertChannels,
} from './alert-channel.errors.js';
import { AlertChannelRepository, MAX_CHANNELS, type StoredChannel } from './alert-channel.repository.js';
import { ChannelSecrets, newSecret } from './channel-secret.js';
import { newCode } from './confirmation/confirmation-code.js';
import { AlertChannelCheck } from './delivery/alert-channel-check.service.js';

export type { StoredChannel };

export interface ChannelInput {
  readonly kind: 'webhook' | 'email';
  readonly url: string | null;
  readonly email: string | null;
  readonly name: string | null;
}

/** The only time that the secret is shown. */
export interface ChannelWithSecret {
  readonly channel: StoredChannel;
  readonly secret: string | null;
}

@Injectable()
export class AlertChannelService {
  private readonly secrets: ChannelSecrets;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly channels: AlertChannelRepository,
    private readonly check: AlertChannelCheck,
    @Inject(JWT_SECRET) programSecret: string,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.secrets = new ChannelSecrets(programSecret);
  }

  list(userId: string): Promise<StoredChannel[]> {
    return this.tx.run(asUser(userId), () => this.channels.list(userId));
  }

  get(userId: string, id: string): Promise<StoredChannel> {
    return this.tx.run(asUser(userId), async () => {
      const channel = await this.channels.find(userId, id);
      if (!channel) throw new AlertChannelNotFound();
      return channel;
    });
  }

  /** @throws InvalidInput, MailNotConfigured, AlertChannelExists, TooManyAlertChannels */
  async create(userId: string, input: ChannelInput): Promise<ChannelWithSecret> {
    const target = targetOf(input);
    if (input.kind === 'email' && !this.check.canMail) throw new MailNotConfigured();
    // Names are looked up before a unit of work is open.
    if (input.kind === 'webhook') await this.check.url(target);
    const id = randomUUID();
    const secret = input.kind === 'webhook' ? newSecret() : null;
    const secretCipher = secret === null ? null : this.secrets.seal(id, secret);
    const codeCipher = input.kind === 'email' ? this.secrets.seal(id, newCode()) : null;
    const name = input.name ?? (input.kind === 'webhook' ? new URL(target).hostname : target);
    return this.tx.run(asUser(userId), async () => {
      const count = await this.channels.lockAndCount(userId);
      const channel = { id, userId, kind: input.kind, name, target, secretCipher, codeCipher };
      if (count >= MAX_CHANNELS) throw new TooManyAlertChannels(MAX_CHANNELS);
      if (!(await this.channels.insert(channel, this.clock.now()))) throw new AlertChannelExists();
      return { channel: await this.get(userId, id), secret };
    });
  }

  /** The one before is worth nothing from now on, for what is still to be sent as well. @throws NoSecret */
  replaceSecret(userId: string, id: string): Promise<ChannelWithSecret> {
    return this.tx.run(asUser(userId), async () => {
      if ((await this.get(userId, id)).kind !== 'webhook') throw new NoSecret();
      const secret = newSecret();
      await this.channels.replaceSecret(userId, id, this.secrets.seal(id, secret), this.clock.now());
      return { channel: await this.get(userId, id), secret };
    });
  }

  /** With what is still to be sent over it. */
  delete(userId: string, id: string): Promise<void> {
    return this.tx.run(asUser(userId), async () => {
      if (!(await this.channels.delete(userId, id))) throw new AlertChannelNotFound();
    });
  }
}

function targetOf({ kind, url, email }: ChannelInput): string {
  const [wanted, other] = kind === 'webhook' ? (['url', 'email'] as const) : (['email', 'url'] as const);
  const given = { url, email };
  const faults = [];
  if (given[wanted] === null)
    faults.push({
      field: wanted,
      code: 'required',
      message: `${wanted} is missing: a channel of kind ${kind} needs it.`,
    });
  if (given[other] !== null)
    faults.push({
      field: other,
      code: 'not_of_kind',
      message: `${other} does not belong to a channel of kind ${kind}: leave it out.`,
    });
  if (faults.length > 0) throw new InvalidInput(faults.map((fault) => ({ pointer: `/${fault.field}`, ...fault })));
  return given[wanted] ?? '';
}
