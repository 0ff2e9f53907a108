import { createKeyService } from '../features/api-key/index.ts';
import { createPasswordService, LINK_LIFETIME } from '../features/password/index.ts';
import { createRegistrationService } from '../features/registration/index.ts';
import { findByName, listAll, type UserRow } from '../features/user/index.ts';
import { type Clock, formatTime, parseTime } from '../kernel/clock.ts';
import type { Config } from '../kernel/config/index.ts';
import { type Database, isConflict } from '../kernel/db/index.ts';
import { readNewPassword, readSecret, UsageError } from './prompt.ts';

export interface CommandContext {
  config: Config;
  /** Tells whether `config.publicUrl` is more than a default. */
  isAddressKnown: boolean;
  database: Database;
  clock: Clock;
  print(line: string): void;
  /** Prints a line to standard error. */
  warn(line: string): void;
}

export interface Command {
  usage: string;
  summary: string;
  options: Record<string, { type: 'string' | 'boolean' }>;
  /** `false` if the command needs the database as it is. Other commands apply missing migrations first. */
  migrates?: false;
  /** Returns an exit code, or nothing if all went well. */
  run(
    context: CommandContext,
    names: readonly string[],
    options: Record<string, string | boolean | undefined>,
  ): Promise<number | void>;
}

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

export const accountCommands: Record<string, Command> = {
  'create-user': {
    usage: 'create-user NAME --email E [--first-name F] [--last-name L] [--admin]',
    summary: 'Create a user. The password is read from standard input or prompted for.',
    options: { email: string, 'first-name': string, 'last-name': string, admin: boolean },
    async run({ database, clock, print }, names, options) {
      const username = only(names, 'NAME');
      const email = required(options['email'], '--email');
      const account = {
        username,
        email,
        first_name: text(options['first-name']),
        last_name: text(options['last-name']),
      };
      const registrations = createRegistrationService({ db: database.db, clock });
      await registrations.check(account);
      const password = await readNewPassword();
      await registrations.create({ ...account, password }, { isStaff: options['admin'] === true, isOnlyEmail: true });
      print(`Created ${options['admin'] === true ? 'the administrator' : 'the user'} ${username}.`);
    },
  },

  'reset-password': {
    usage: 'reset-password NAME [--link]',
    summary:
      "Set a user's password, read from standard input or prompted for, and end the user's sessions. --link instead prints a one-time link, valid for 24 hours, to set the password.",
    options: { link: boolean },
    async run({ config, isAddressKnown, database, clock, print, warn }, names, options) {
      const user = await existing(database, only(names, 'NAME'));
      const passwords = createPasswordService({ db: database.db, clock, publicUrl: config.publicUrl });
      if (options['link'] === true) {
        print((await passwords.offerLink(user, LINK_LIFETIME.command)).href);
        if (!isAddressKnown)
          warn(
            `No server has started on this data folder yet, so the link assumes ${config.publicUrl.origin}. Set GOFIGR_PUBLIC_URL if that is wrong.`,
          );
        return;
      }
      await passwords.set(user, await readNewPassword());
      print(`Set the password of ${user.username} and ended all sessions. API keys stay valid.`);
    },
  },

  'list-users': {
    usage: 'list-users [--json]',
    summary: 'List the users of this server.',
    options: { json: boolean },
    async run({ database, print }, _names, options) {
      const users = (await listAll(database.db)).map((user) => ({
        username: user.username,
        email: user.email,
        is_staff: user.is_staff === 1,
        is_active: user.is_active === 1,
        date_joined: formatTime(user.date_joined),
      }));
      if (options['json'] === true) print(JSON.stringify(users, null, 2));
      else if (users.length === 0) print('There are no users yet.');
      else
        for (const { username, email, is_staff, is_active, date_joined } of users)
          print(
            `${username}\t${email}\t${is_staff ? 'administrator' : 'user'}${is_active ? '' : ', disabled'}\tsince ${date_joined.slice(0, 10)}`,
          );
    },
  },

  'import-key': {
    usage: 'import-key USER --name N [--expiry TIME]',
    summary: 'Import an API key from another server. The key is read from standard input or prompted for.',
    options: { name: string, expiry: string },
    async run({ database, clock, print }, names, options) {
      const user = await existing(database, only(names, 'USER'));
      const name = required(options['name'], '--name').trim();
      if (name === '') throw new UsageError('--name must not be empty.');
      const expiry = text(options['expiry']) === '' ? null : parseTime(text(options['expiry']));
      if (options['expiry'] !== undefined && expiry === null) throw new UsageError('--expiry is not a time.');
      const token = (await readSecret('API key: ')).trim();
      if (!/^[\x21-\x7e]{20,500}$/.test(token))
        throw new UsageError('An API key has 20 to 500 visible ASCII characters without spaces.');
      try {
        await createKeyService({ database, clock }).create(
          { userId: user.id, username: user.username },
          { name, expiry, permission: 'full', workspaces: null, addresses: null, managesPeople: true },
          { token },
        );
      } catch (error) {
        if (isConflict(error, 'hash')) throw new UsageError('This server already has this key.');
        throw error;
      }
      print(`Imported the key "${name}" for ${user.username}.`);
    },
  },
};

export function only(names: readonly string[], what: string): string {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new UsageError(`Give one ${what}.`);
  return name;
}

const text = (value: string | boolean | undefined): string => (typeof value === 'string' ? value : '');

function required(value: string | boolean | undefined, option: string): string {
  if (typeof value !== 'string' || value === '') throw new UsageError(`${option} is required.`);
  return value;
}

async function existing(database: Database, username: string): Promise<UserRow> {
  const user = await findByName(database.db, username);
  if (!user) throw new UsageError(`There is no user ${username}.`);
  return user;
}
