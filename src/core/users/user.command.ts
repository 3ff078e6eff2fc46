import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { UserService } from './user.service.js';

interface PasswordOptions {
  readonly email: string;
  readonly passwordStdin?: boolean;
}

interface CreateOptions extends PasswordOptions {
  readonly name: string;
  readonly admin?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** From standard input, since arguments are visible to everybody on the machine; else made up, and shown this once. */
async function choosePassword(options: PasswordOptions): Promise<{ password: string; isGenerated: boolean }> {
  if (options.passwordStdin !== true) return { password: randomBytes(18).toString('base64url'), isGenerated: true };
  return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), isGenerated: false };
}

@SubCommand({ name: 'create', description: 'Make an account' })
export class CreateUserCommand extends CommandRunner {
  constructor(private readonly users: UserService) {
    super();
  }

  async run(_: string[], options: CreateOptions): Promise<void> {
    const { password, isGenerated } = await choosePassword(options);
    const role = options.admin === true ? 'admin' : 'user';
    const user = await this.users.create({ email: options.email, password, fullName: options.name, role });
    say(`Made ${role} ${user.email} (${user.id}).`);
    if (isGenerated) say(`Password, shown only now: ${password}`);
  }

  @Option({ flags: '--email <email>', description: 'E-mail address to sign in with', required: true })
  parseEmail(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'Full name', required: true })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--admin', description: 'Make an administrator' })
  parseAdmin(): boolean {
    return true;
  }

  @Option({ flags: '--password-stdin', description: 'Read the password from standard input instead of making one up' })
  parsePasswordStdin(): boolean {
    return true;
  }
}

@SubCommand({ name: 'reset-password', description: 'Give an account another password and end its sessions' })
export class ResetPasswordCommand extends CommandRunner {
  constructor(private readonly users: UserService) {
    super();
  }

  async run(_: string[], options: PasswordOptions): Promise<void> {
    const { password, isGenerated } = await choosePassword(options);
    await this.users.resetPassword(options.email, password);
    say(`The password of ${options.email} is changed and all its sessions have ended.`);
    if (isGenerated) say(`Password, shown only now: ${password}`);
  }

  @Option({ flags: '--email <email>', description: 'E-mail address of the account', required: true })
  parseEmail(value: string): string {
    return value;
  }

  @Option({ flags: '--password-stdin', description: 'Read the password from standard input instead of making one up' })
  parsePasswordStdin(): boolean {
    return true;
  }
}

@Command({ name: 'users', description: 'Accounts', subCommands: [CreateUserCommand, ResetPasswordCommand] })
export class UsersCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
  }
}

/** For the module of the command line. */
export const USER_COMMANDS = [UsersCommand, CreateUserCommand, ResetPasswordCommand];
