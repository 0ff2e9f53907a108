import { backupCommands } from './backup-commands.ts';
import { accountCommands, type Command } from './commands.ts';
import { emailCommands } from './email-command.ts';
import { runtimeCommands } from './runtime-commands.ts';
import { serverCommands } from './server-commands.ts';
import { userCommands } from './user-commands.ts';

/** All commands, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  ...accountCommands,
  ...emailCommands,
  ...userCommands,
  ...serverCommands,
  ...backupCommands,
  ...runtimeCommands,
};

/** Descriptions of options. An option means the same in every command. */
const OPTIONS: Readonly<Record<string, string>> = {
  admin: 'Make the user an administrator.',
  adopt: 'Continue the states of another server.',
  address: 'Only entries from this address.',
  by: 'List by workspace or user.',
  'delete-workspaces': 'Delete the workspaces and organizations that only this user owns.',
  email: 'Mail address of the user.',
  event: 'Only this event, such as sign_in.',
  expiry: 'Time when the key ends, such as 2030-01-31T12:00:00+00:00.',
  'first-name': 'First name of the user.',
  finish: 'Let a server start there, if nothing is missing. The server must be stopped.',
  format: 'jsonl (the default) or csv.',
  group: 'Only events of this group, such as keys or sharing.',
  incomplete: 'Restore the rest of a backup with damaged blobs.',
  json: 'Print JSON.',
  keep: 'Keep only the newest state of each of the last days, weeks, months and years, such as 7d,4w,12m.',
  'last-name': 'Last name of the user.',
  list: 'List the states of the backup.',
  link: 'Print a one-time link instead.',
  name: 'Name of the key.',
  object: 'Only entries about the object with this ID.',
  pictures: 'Describe all pictures anew for the search by picture, instead of the words.',
  progress: 'Tell how far that is.',
  since: 'Only entries from this day or time on, in UTC.',
  state: 'The state of this time, or of a time that begins so.',
  to: 'Who gets the workspaces and organizations of a user, or where the data go.',
  url: 'Public address that pages ask for, such as https://cdn.example.org/lib-1.2.3.js.',
  until: 'Only entries before this day or time, in UTC.',
  user: 'Only entries by or about this user.',
  yes: 'Do not ask first.',
};

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'create-user': ['create-user ada --email ada@example.org --admin'],
  'reset-password': ['reset-password ada --link'],
  'change-email': ['change-email ada --email ada@example.org'],
  'list-users': ['list-users', 'list-users --json'],
  'import-key': ['import-key ada --name laptop < key.txt'],
  'disable-user': ['disable-user ada'],
  'enable-user': ['enable-user ada'],
  promote: ['promote ada'],
  demote: ['demote ada'],
  'delete-user': ['delete-user ada --to grace', 'delete-user ada --delete-workspaces --yes'],
  'list-keys': ['list-keys', 'list-keys ada --json'],
  'add-runtime': ['add-runtime bokeh-3.9.0.min.js --url https://cdn.bokeh.org/bokeh/release/bokeh-3.9.0.min.js'],
  'revoke-key': ['revoke-key 3f0c9a52-7f0e-4a52-9c3e-0d9b6c1f2a34'],
  storage: ['storage', 'storage --by user'],
  health: ['health --json'],
  'test-mail': ['test-mail ada@example.org'],
  audit: ['audit --group keys --since 2026-11-01 --format csv'],
  backup: ['backup /backups/gofigr --keep 7d,4w,12m', 'backup /backups/gofigr --list'],
  restore: ['restore /backups/gofigr', 'restore /backups/gofigr --state 2026-11-28'],
  verify: ['verify', 'verify /backups/gofigr --json'],
  'move-blobs': [
    'move-blobs --to s3://figures/gofigr?region=eu-central-1',
    'move-blobs --to s3://figures/gofigr?region=eu-central-1 --finish',
  ],
  reindex: ['reindex'],
};

export const help = (): string =>
  `Usage: npm run admin -- COMMAND\n\n${Object.values(commands)
    .map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
    .join(
      '\n',
    )}\n\n"COMMAND --help" shows options and examples. The server may be running. Settings: docs/settings.md.\nExit codes: 0 success, 1 problems with data, 2 anything else.`;

/** Help of one command: its usage, options and examples. */
export function helpOf(name: string, { usage, summary, options }: Command): string {
  const names = ['help', ...Object.keys(options)].toSorted();
  const width = Math.max(...names.map(({ length }) => length));
  const lines = names.map((option) => `  --${option.padEnd(width)}  ${descriptionOf(option)}`.trimEnd());
  const examples = (EXAMPLES[name] ?? []).map((example) => `  npm run admin -- ${example}`);
  return [
    `Usage: npm run admin -- ${usage}`,
    summary,
    ['Options:', ...lines].join('\n'),
    ...(examples.length > 0 ? [['Examples:', ...examples].join('\n')] : []),
  ].join('\n\n');
}

const descriptionOf = (option: string): string => (option === 'help' ? 'Show this help.' : (OPTIONS[option] ?? ''));
