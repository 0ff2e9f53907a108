import type { AdminHealth, UserUse, WorkspaceUse } from '@gofigr/contract';
import { healthReport, noteMail, testMail } from '../features/admin/index.ts';
import { exportLines, filterFor } from '../features/audit/index.ts';
import { refillProgress, requestRefill } from '../features/picture-search/index.ts';
import { savedStatus } from '../features/scrub/index.ts';
import { requestFill } from '../features/search/index.ts';
import { sortedBy, takeSurvey, totalOf } from '../features/storage/index.ts';
import { createMail } from '../kernel/mail.ts';
import { createPages } from '../kernel/pages/index.ts';
import { findIsolation } from '../kernel/pictures/index.ts';
import { createRuntimes, runtimeFolderOf } from '../kernel/runtimes/index.ts';
import { diskSpaceOf } from '../storage.ts';
import type { Command, CommandContext } from './commands.ts';
import { UsageError } from './prompt.ts';

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

type Options = Record<string, string | boolean | undefined>;

/** Exit code of a command that ran and found something that needs an administrator. */
const FOUND_PROBLEMS = 1;

/** An administrator who runs a command sees everything. */
const READER = { username: '', isStaff: true };

export const serverCommands: Record<string, Command> = {
  storage: {
    usage: 'storage [--by workspace|user] [--json]',
    summary: 'Show the stored bytes of this server, by workspace (the default) or by user.',
    options: { by: string, json: boolean },
    async run({ config, database, print }, names, options) {
      noNames(names);
      const by = text(options, 'by') ?? 'workspace';
      if (by !== 'workspace' && by !== 'user') throw new UsageError('--by is workspace or user.');
      const survey = await takeSurvey(database.db);
      const total = await totalOf(database.db, database.engine, survey, await diskSpaceOf(config));
      const workspaces = sortedBy(survey.workspaces, 'size_bytes');
      const users = sortedBy(survey.users, 'size_bytes');
      if (options['json'] === true)
        print(JSON.stringify({ ...total, ...(by === 'user' ? { users } : { workspaces }) }));
      else {
        print(`${total.blobs.count} blobs of ${total.blobs.bytes} bytes, a database of ${total.database_bytes} bytes.`);
        print(`The trash holds ${total.trash.count} deleted objects of ${total.trash.bytes} bytes.`);
        print(`${total.free_bytes} bytes are free on the disk.`);
        for (const line of by === 'user' ? users.map(userLine) : workspaces.map(workspaceLine)) print(line);
      }
    },
  },

  health: {
    usage: 'health [--json]',
    summary: 'Show version, backup, data, disk and mail. The exit code is 1 if something needs you.',
    options: { json: boolean },
    async run({ config, database, clock, print }, names, options) {
      noNames(names);
      const report = await healthReport({
        database,
        clock,
        scrub: () => savedStatus(database.db, config.scrubBytesPerSecond),
        mail: { enabled: config.smtpUrl !== null },
        disk: () => diskSpaceOf(config),
        missingProtection: async () => (await findIsolation()).missing,
        pageProblem: createPages({
          chromium: config.chromium,
          runtimes: createRuntimes({ added: runtimeFolderOf(config) }),
        }).problem,
      });
      if (options['json'] === true) print(JSON.stringify(report, null, 2));
      else for (const line of healthLines(report)) print(line);
      return report.warnings.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  reindex: {
    usage: 'reindex [--pictures [--progress]]',
    summary:
      'Fill the search index anew, in the background of the running server or after its next start. --pictures instead describes all pictures anew for the search by picture; with --progress it tells how far the last request is.',
    options: { pictures: boolean, progress: boolean },
    async run({ database: { db }, print }, names, options) {
      noNames(names);
      const [pictures, progress] = [options['pictures'] === true, options['progress'] === true];
      if (progress && !pictures) throw new UsageError('--progress is for --pictures.');
      if (progress) print(progressLine(await refillProgress(db)));
      else if (pictures) {
        await requestRefill(db);
        print('The server describes all pictures anew. The old descriptions are used until then.');
      } else {
        await requestFill(db);
        print('The server fills the search index anew. Until it is done, searches find only a part, and say so.');
      }
    },
  },

  'test-mail': {
    usage: 'test-mail ADDRESS',
    summary: 'Send a test mail, and show the answer of the mail server.',
    options: {},
    async run(context, names) {
      const [to, ...more] = names;
      if (to === undefined || more.length > 0 || !to.includes('@')) throw new UsageError('Give one ADDRESS.');
      const problem = await sendTestMail(context, to);
      context.print(problem ?? `The mail server took the test mail to ${to}.`);
      return problem === null ? 0 : FOUND_PROBLEMS;
    },
  },

  audit: {
    usage:
      'audit [--event E] [--group G] [--user U] [--object ID] [--address A] [--since T] [--until T] [--format jsonl|csv]',
    summary: 'Print the audit list, or what the filters leave, oldest first. T is a day or a time, in UTC.',
    options: {
      event: string,
      group: string,
      user: string,
      object: string,
      address: string,
      since: string,
      until: string,
      format: string,
    },
    async run({ database, print }, names, options) {
      noNames(names);
      const format = text(options, 'format') ?? 'jsonl';
      if (format !== 'jsonl' && format !== 'csv') throw new UsageError('--format is jsonl or csv.');
      const filter = filterFor(READER, {
        everyone: 'true',
        event: text(options, 'event'),
        group: text(options, 'group'),
        user: text(options, 'user'),
        object: text(options, 'object'),
        address: text(options, 'address'),
        since: text(options, 'since'),
        until: text(options, 'until'),
      });
      for await (const line of exportLines(database.db, filter, READER, format)) print(line.trimEnd());
    },
  },
};

function noNames(names: readonly string[]): void {
  if (names.length > 0) throw new UsageError(`"${names.join(' ')}" is too much.`);
}

const text = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

const progressLine = (progress: { done: number; all: number } | null): string =>
  progress === null
    ? 'Nobody has asked for this yet.'
    : `The pictures of ${progress.done} of ${progress.all} revisions are described anew.`;

async function sendTestMail({ config, database, clock }: CommandContext, to: string): Promise<string | null> {
  const mail = createMail(config, {
    onError: () => undefined,
    onResult: (problem) => noteMail(database.db, clock, problem),
  });
  try {
    return await mail.attempt(testMail(to, config.publicUrl));
  } finally {
    await mail.close();
  }
}

const workspaceLine = ({
  size_bytes,
  name,
  owner,
  organization,
  figures,
  revisions,
  trash_bytes,
  deleted,
  changed_on,
}: WorkspaceUse): string =>
  columns(
    size_bytes,
    deleted ? `${name} (in the trash)` : name,
    owner ?? 'no owner',
    organization ?? 'no organization',
    counted(figures, 'figure'),
    counted(revisions, 'revision'),
    `changed ${changed_on.slice(0, 10)}`,
    `${trash_bytes} in the trash`,
  );

const userLine = ({ size_bytes, username, account, revisions, api_keys, workspaces }: UserUse): string =>
  columns(
    size_bytes,
    username,
    account,
    counted(revisions, 'revision'),
    counted(api_keys, 'API key'),
    counted(workspaces, 'workspace'),
  );

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A line with tabs between the cells. Names can't break it. */
const columns = (...cells: (string | number)[]): string =>
  cells.map((cell) => String(cell).replace(/\p{Cc}/gu, ' ')).join('\t');

function healthLines(report: AdminHealth): string[] {
  const { version, engine, backup, mail, disk, scrub, blobs, warnings, page_problem } = report;
  const pass = scrub.last_pass_completed_on ?? 'not yet';
  return [
    `GoFigr ${version} on ${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
    `Backup: ${backup === null ? 'none' : `${backup.completed_on} to ${backup.folder}`}`,
    `Data: ${blobs.count} blobs of ${blobs.bytes} bytes, ${scrub.damaged_count} of them damaged`,
    `All data read: ${scrub.enabled ? pass : 'never; GOFIGR_SCRUB_MB_S says how fast'}`,
    `Disk: ${disk.free_bytes} of ${disk.total_bytes} bytes are free`,
    `Interactive figures: ${page_problem === null ? 'drawn by Chromium' : `not drawn: ${page_problem}`}`,
    `Mail: ${mail.configured ? `last sent ${mail.last_sent_on ?? 'never'}` : 'not configured'}`,
    ...(warnings.length === 0 ? ['All is well.'] : warnings.map((warning) => `WARNING: ${warning.text}`)),
  ];
}
