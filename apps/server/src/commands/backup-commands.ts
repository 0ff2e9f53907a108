import { noteBackup } from '../features/admin/index.ts';
import {
  type BackupDeps,
  type BlobProblem,
  backup,
  listStates,
  moveBlobs,
  parseKeep,
  restore,
  type StateSummary,
  showProgress,
  verifyBackup,
  verifyServer,
} from '../features/backup/index.ts';
import { loadBlake3 } from '../kernel/blobs/index.ts';
import { type BucketPlace, parsePlace } from '../kernel/blobs/s3/place.ts';
import { ApiError } from '../kernel/errors.ts';
import { bucketsOf, largeBlobsOf } from '../storage.ts';
import type { Command, CommandContext } from './commands.ts';
import { UsageError } from './prompt.ts';

const boolean = { type: 'boolean' } as const;
const string = { type: 'string' } as const;

/** Exit code of a command that ran and found problems. */
const FOUND_PROBLEMS = 1;

export const backupCommands: Record<string, Command> = {
  backup: {
    usage: 'backup DIR [--keep 7d,4w,12m] [--adopt] [--json], or backup DIR --list [--json]',
    summary:
      'Back up rows, blobs and secrets to a folder, as a new state. States share blobs, so only new ones are copied. --keep then removes all states but the newest of each of the last days, weeks, months and years (d, w, m, y). --adopt continues the states of another server. --list lists the states.',
    options: { json: boolean, keep: string, adopt: boolean, list: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      if (options['list'] === true) return list(context, dir, options);
      const keep = options['keep'] === undefined ? null : parseKeep(String(options['keep']));
      const report = await interruptibly(context, (deps) =>
        backup(deps, dir, { keep, adopt: options['adopt'] === true }),
      );
      await noteBackup(context.database.db, context.clock, dir, report.problems.length).catch(() =>
        context.warn('The backup is complete, but the server could not note it for its health page.'),
      );
      const { count, bytes, copied, removed } = report.blobs;
      printReport(context, options, report, [
        `Backed up ${report.rows} rows and ${count} blobs (${bytes} bytes) as the state ${report.state}.`,
        `Copied ${copied} blobs, and removed ${removed} that no state needs.`,
        report.removedStates.length > 0
          ? `Removed the states ${report.removedStates.join(', ')}. ${report.states.length} are left.`
          : `${dir} has ${report.states.length} states.`,
        ...(report.isPostponed ? ['Somebody reads the folder, so the next backup removes what is old.'] : []),
        ...report.problems.map(describe),
        ...report.others,
      ]);
      return report.problems.length + report.others.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  restore: {
    usage: 'restore DIR [--state TIME] [--incomplete] [--json]',
    summary:
      'Restore a backup into an empty server, which must not be running. --state names a state by its time, or the beginning of it; without it, the newest is restored. --incomplete skips damaged blobs.',
    options: { json: boolean, incomplete: boolean, state: string },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      const incomplete = options['incomplete'] === true;
      const report = await interruptibly(context, (deps) =>
        restore(deps, dir, { incomplete, state: stateIn(options) }),
      );
      printReport(context, options, report, [
        `Restored ${report.rows} rows and ${report.blobs.count} blobs of the state ${report.state}.`,
        ...report.problems.map(describe),
      ]);
      return report.problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  verify: {
    usage: 'verify [DIR [--state TIME]] [--json]',
    summary: 'Read every blob of this server, or of a backup with all its states, and check hashes and sizes.',
    options: { json: boolean, state: string },
    migrates: false,
    async run(context, names, options) {
      const dir = names.length === 0 ? null : folder(names);
      const state = stateIn(options);
      if (dir === null && state !== null) throw new UsageError('--state needs a DIR.');
      const report = await interruptibly(context, async (deps) =>
        dir === null ? { ...(await verifyServer(deps)), states: [] } : verifyBackup(deps, dir, { state }),
      );
      const { blobs, problems, others, orphans, orphanCount, waiting, states } = report;
      const problemCount = problems.length + others.length;
      printReport(context, options, report, [
        `Read ${blobs.count} blobs (${blobs.bytes} bytes): ${problemCount === 0 ? 'all is well' : `${problemCount} problems`}.`,
        ...states.map((one) => {
          const count = one.problems.length + one.others.length;
          return `  ${one.state}: ${one.rows} rows, ${one.blobs.count} blobs, ${count === 0 ? 'all is well' : `${count} problems`}`;
        }),
        ...problems.map(describe),
        ...others,
        ...(orphanCount > 0 ? [`${orphanCount} blobs are unused:`] : []),
        ...orphans.map(({ hash, young }) => `  ${hash}${young ? ' (new: may belong to a running publish)' : ''}`),
        ...(waiting.length > 0 ? [`${waiting.length} blobs are uploads that wait for a revision:`] : []),
        ...waiting.map((hash) => `  ${hash}`),
      ]);
      return problemCount > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  'move-blobs': {
    usage: 'move-blobs --to s3://bucket/prefix?endpoint=…|files [--finish] [--json]',
    summary:
      'Copy the data of this server to a bucket, or back into files, and compare all bytes with their hashes. The server may run, and an interrupted copy goes on. --finish, with the server stopped, copies what is new and lets a server start there. The old data stay.',
    options: { json: boolean, to: string, finish: boolean },
    migrates: false,
    async run(context, names, options) {
      if (names.length > 0) throw new UsageError('Give --to only.');
      const blobsUrl = placeIn(options);
      const target = await largeBlobsOf({ ...context.config, blobsUrl });
      const finish = options['finish'] === true;
      const report = await interruptibly(context, (deps) => moveBlobs(deps, target, finish));
      const { copied, problems, isFinished } = report;
      const setting = blobsUrl === null ? 'without GOFIGR_BLOBS_URL' : `with GOFIGR_BLOBS_URL=${String(options['to'])}`;
      printReport(context, options, report, [
        `Copied ${copied.count} blobs (${copied.bytes} bytes) to ${target.location}.`,
        ...problems.map(describe),
        isFinished
          ? `Start the server ${setting}.`
          : 'A server can not start there yet. Stop the server, and run this again with --finish.',
      ]);
      return problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },
};

type Options = Record<string, string | boolean | undefined>;

/** Reads `--to`: an address as in GOFIGR_BLOBS_URL, or `files`. */
function placeIn(options: Options): BucketPlace | null {
  const to = options['to'];
  if (typeof to !== 'string' || to === '') throw new UsageError('Give --to s3://… or --to files.');
  if (to === 'files') return null;
  try {
    return parsePlace(to);
  } catch (error) {
    throw new UsageError(`--to ${error instanceof Error ? error.message : 'is not valid'}.`);
  }
}

const stateIn = (options: Options): string | null => (typeof options['state'] === 'string' ? options['state'] : null);

async function list(context: CommandContext, dir: string, options: Options): Promise<number> {
  const found = await listStates(dir);
  const { states, blobs } = found;
  printReport(context, options, found, [
    ...states.map(describeState),
    ...(blobs === null ? [] : [`All states together have ${blobs.count} blobs (${blobs.bytes} bytes).`]),
  ]);
  return states.some(({ fault }) => fault !== null) ? FOUND_PROBLEMS : 0;
}

function describeState({ state, rows, blobs, bytes, verified, fault }: StateSummary): string {
  if (fault !== null) return `${state}\t${fault}`;
  const checked =
    verified === null
      ? 'not verified'
      : `verified ${verified.at.slice(0, 16)}Z: ${verified.problems === 0 ? 'all is well' : `${verified.problems} problems`}`;
  return `${state}\t${rows} rows (${bytes} bytes)\t${blobs.count} blobs (${blobs.bytes} bytes)\t${checked}`;
}

function folder(names: readonly string[]): string {
  const [dir, ...more] = names;
  if (dir === undefined || more.length > 0) throw new UsageError('Give one DIR.');
  return dir;
}

/** Lets the first Ctrl-C clean up before the command ends. */
async function interruptibly<T>({ config, database }: CommandContext, work: (deps: BackupDeps) => Promise<T>) {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new ApiError('bad_request', 'Interrupted.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work({
      database,
      dataDir: config.dataDir,
      large: await largeBlobsOf(config),
      buckets: bucketsOf(config, database.db),
      newHasher: await loadBlake3(),
      progress: showProgress(process.stderr),
      signal: controller.signal,
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function printReport({ print }: CommandContext, options: Options, report: object, lines: readonly string[]): void {
  if (options['json'] === true) print(JSON.stringify(report, null, 2));
  else for (const line of lines) print(line);
}

function describe({ hash, fault, inBackup, usedBy }: BlobProblem): string {
  const uses = usedBy.map(
    ({ data, name, owner, figure }) =>
      `\n    data ${data} "${name}" of ${owner}${figure === null ? '' : ` (${figure})`}`,
  );
  const where = inBackup ? ' on the server; the backup keeps its earlier, good copy' : '';
  return `  ${hash}: ${fault}${where}${uses.join('') || '\n    used by no known data'}`;
}
