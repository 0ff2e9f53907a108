import type { Belongings } from '@gofigr/contract';
import { findUnrevoked, keysAfter, revokeKey } from '../features/api-key/index.ts';
import { findAnyByName } from '../features/user/index.ts';
import { type Actor, createAccountService } from '../features/user-admin/index.ts';
import { formatOptionalTime, formatTime } from '../kernel/clock.ts';
import { type Db, transact } from '../kernel/db/index.ts';
import { type Command, type CommandContext, only } from './commands.ts';
import { readLine, UsageError } from './prompt.ts';

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

/** Commands act as nobody: the audit list shows them without a user. */
const ACTOR: Actor = { user: null };

/** Keys read at once. */
const PIECE = 500;

const accountsOf = ({ database, clock }: CommandContext) => createAccountService({ db: database.db, clock });

export const userCommands: Record<string, Command> = {
  'disable-user': {
    usage: 'disable-user NAME',
    summary:
      'Disable a user: sign-ins, tokens and API keys stop at once, and no mail is sent. Content and memberships stay.',
    options: {},
    async run(context, names) {
      const { username } = await accountsOf(context).change(ACTOR, only(names, 'NAME'), { isActive: false });
      context.print(`${username} is disabled. "enable-user ${username}" undoes this.`);
    },
  },

  'enable-user': {
    usage: 'enable-user NAME',
    summary: 'Enable a disabled user. API keys that were not revoked work again. The user signs in anew.',
    options: {},
    async run(context, names) {
      const { username, keys } = await accountsOf(context).change(ACTOR, only(names, 'NAME'), { isActive: true });
      context.print(`${username} is enabled. API keys that work again: ${keys}.`);
    },
  },

  promote: {
    usage: 'promote NAME',
    summary: 'Make a user an administrator of this server.',
    options: {},
    async run(context, names) {
      const { username } = await accountsOf(context).change(ACTOR, only(names, 'NAME'), { isStaff: true });
      context.print(`${username} is an administrator.`);
    },
  },

  demote: {
    usage: 'demote NAME',
    summary: 'Make an administrator an ordinary user. The last active administrator stays.',
    options: {},
    async run(context, names) {
      const { username } = await accountsOf(context).change(ACTOR, only(names, 'NAME'), { isStaff: false });
      context.print(`${username} is no longer an administrator.`);
    },
  },

  'delete-user': {
    usage: 'delete-user NAME (--delete-workspaces | --to OTHER) [--yes]',
    summary:
      'Delete a user for good. Content in workspaces of others stays, with the username, which nobody can get again.',
    options: { 'delete-workspaces': boolean, to: string, yes: boolean },
    async run(context, names, options) {
      const username = only(names, 'NAME');
      const to = typeof options['to'] === 'string' ? options['to'] : null;
      if ((options['delete-workspaces'] === true) === (to !== null))
        throw new UsageError('Give either --delete-workspaces or --to OTHER.');
      const accounts = accountsOf(context);
      const belongings = await accounts.belongings(username);
      for (const line of describe(username, belongings, to)) context.print(line);
      if (options['yes'] !== true) await confirm(username);
      await accounts.remove(ACTOR, { username, workspaces: to === null ? 'delete' : { to } });
      context.print(`Deleted ${username}.`);
    },
  },

  'list-keys': {
    usage: 'list-keys [USER] [--json]',
    summary: 'List the API keys of everyone, or of one user or service account. Their secrets are stored nowhere.',
    options: { json: boolean },
    async run({ database, print }, names, options) {
      if (names.length > 1) throw new UsageError('Give one USER, or none.');
      const username = names[0] ?? null;
      if (username !== null && !(await findAnyByName(database.db, username)))
        throw new UsageError(`There is no user ${username}.`);
      const keys = await allKeys(database.db, username);
      if (options['json'] === true) print(JSON.stringify(keys, null, 2));
      else if (keys.length === 0) print('There are no API keys.');
      else
        for (const { api_id, username: owner, name, permission, last_used, disabled } of keys)
          print(
            `${api_id}\t${owner}\t${name}\t${permission}${disabled === null ? '' : ', disabled'}\t${last_used === null ? 'never used' : `used ${last_used.slice(0, 10)}`}`,
          );
    },
  },

  'revoke-key': {
    usage: 'revoke-key ID',
    summary: 'Revoke an API key for good. "list-keys" shows the IDs.',
    options: {},
    async run({ database: { db }, clock, print }, names) {
      const id = only(names, 'ID').toLowerCase();
      const key = await findUnrevoked(db, id);
      const revocation = { at: clock.now(), reason: 'administrator' as const };
      if (!key || !(await transact(db, (trx) => revokeKey(trx, key, revocation))))
        throw new UsageError(`There is no API key with the ID ${id}.`);
      print(`Revoked the key "${key.name}" of ${key.username}.`);
    },
  },
};

async function allKeys(db: Db, username: string | null) {
  const rows = [];
  for (let after = 0; ; ) {
    const page = await keysAfter(db, after, PIECE, username);
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PIECE) break;
    after = last.seq;
  }
  return rows.map((row) => ({
    api_id: row.id,
    username: row.username,
    name: row.name,
    permission: row.permission,
    created: formatTime(row.created),
    last_used: formatOptionalTime(row.last_used),
    expiry: formatOptionalTime(row.expiry),
    disabled: formatOptionalTime(row.disabled),
  }));
}

/** Describes the fate of all that a user owns, line by line. */
function describe(username: string, { workspaces, organizations, keys }: Belongings, to: string | null): string[] {
  const fate = (heir: string | null) => {
    const next = to ?? heir;
    return next === null ? 'deleted' : `handed over to ${next}`;
  };
  return [
    `${username} owns ${workspaces.length} workspaces and ${organizations.length} organizations, and has ${keys} API keys.`,
    ...workspaces.map(
      ({ name, figures, size_bytes, heir }) =>
        `  workspace "${name}", ${figures} figures, ${size_bytes} bytes: ${fate(heir)}`,
    ),
    ...organizations.map(({ name }) => `  organization "${name}": ${fate(null)}`),
  ];
}

async function confirm(username: string): Promise<void> {
  const typed = await readLine(`This can't be undone. Type ${username} to go on: `);
  if (typed !== username) throw new UsageError('Nothing was deleted. Give --yes, or type the username when asked.');
}
