import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../../shared/database/transactions.js';
import { InvalidInput } from '../../../shared/errors/invalid-input.error.js';
import { JWT_SECRET } from '../../../shared/runtime/runtime.module.js';
import { CoreTransactions } from '../../core.transactions.js';
import { ChannelConfirmed, CodeAskedTooSoon, MailNotConfigured, NothingToConfirm } from '../alert-channel.errors.js';
import { ChannelSecrets, UnreadableSecret } from '../channel-secret.js';
import { AlertChannelService, type StoredChannel } from '../alert-channel.service.js';
import { AlertChannelCheck } from '../delivery/alert-channel-check.service.js';
import { ChannelConfirmationRepository } from './channel-confirmation.repository.js';
import { isSameCode, newCode } from './confirmation-code.js';

/** Alerts go to an address of e-mail once whoever reads there has told the code that was sent to it. */
@Injectable()
export class ChannelConfirmationService {
  private readonly secrets: ChannelSecrets;

  constructor(
    private readonly tx: CoreTransactions,
    private readonly codes: ChannelConfirmationRepository,
    private readonly channels: AlertChannelService,
    private readonly check: AlertChannelCheck,
    @Inject(JWT_SECRET) programSecret: string,
  ) {
    this.secrets = new ChannelSecrets(programSecret);
  }

  /** Another code, in place of the one before. @throws AlertChannelNotFound, NothingToConfirm, ChannelConfirmed, CodeAskedTooSoon, MailNotConfigured */
  askAgain(userId: string, id: string): Promise<StoredChannel> {
    return this.tx.run(asUser(userId), async () => {
      const { isConfirmed, isRecent } = await this.lock(userId, id);
      if (isConfirmed) throw new ChannelConfirmed();
      if (!this.check.canMail) throw new MailNotConfigured();
      if (isRecent) throw new CodeAskedTooSoon();
      await this.codes.put(userId, id, this.secrets.seal(id, newCode()));
      return this.channels.get(userId, id);
    });
  }

  /** Of one that is confirmed already it asks for nothing. @throws AlertChannelNotFound, NothingToConfirm, InvalidInput */
  confirm(userId: string, id: string, told: string): Promise<StoredChannel> {
    return this.tx.run(asUser(userId), async () => {
      const { isConfirmed, isExpired, cipher } = await this.lock(userId, id);
      if (!isConfirmed) {
        if (cipher === null || isExpired)
          throw refused('expired_code', 'No code is valid any more: ask for a new one.');
        if (!isSameCode(told, this.codeOf(id, cipher))) {
          throw refused('wrong_code', 'This is not the code of the last mail: look for a newer one, or ask for one.');
        }
        await this.codes.confirm(userId, id);
      }
      return this.channels.get(userId, id);
    });
  }

  private async lock(userId: string, id: string) {
    const asked = await this.codes.lock(userId, id);
    if (asked) return asked;
    await this.channels.get(userId, id);
    throw new NothingToConfirm();
  }

  private codeOf(id: string, cipher: string): string {
    try {
      return this.secrets.open(id, cipher);
    } catch (error) {
      if (error instanceof UnreadableSecret)
        throw refused('expired_code', 'This code cannot be read any more: ask for a new one.');
      throw error;
    }
  }
}

const refused = (code: string, message: string): InvalidInput =>
  new InvalidInput([{ pointer: '/code', field: 'code', code, message }]);
