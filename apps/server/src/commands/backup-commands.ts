import { blobStoreOf } from '../app.ts';
import {
  type BackupDeps,
  type BlobProblem,
  backup,
  restore,
  showProgress,
  verifyBackup,
  verifyServer,
} from '../features/backup/index.ts';
import { loadBlake3 } from '../kernel/blobs/index.ts';
import { ApiError } from '../kernel/errors.ts';
import type { Command, CommandContext } from './commands.ts';
import { UsageError } from './prompt.ts';

const boolean = { type: 'boolean' } as const;

/** The exit code when a command did its work and found something wrong. */
const FOUND_PROBLEMS = 1;

export const backupCommands: Record<string, Command> = {
  backup: {
    usage: 'backup DIR [--json]',
    summary: 'Back up rows, blobs and secrets into a folder; again into the same one copies only what is new.',
    options: { json: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      const report = await interruptibly(context, (deps) => backup(deps, dir));
      const { count, bytes, copied, removed } = report.blobs;
      tell(context, options, report, [
        `Backed up ${report.rows} rows and ${count} blobs (${bytes} bytes) as of ${report.created}.`,
        `${copied} blobs were copied, ${removed} that are no longer needed were removed.`,
        ...report.problems.map(describe),
      ]);
      return report.problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  restore: {
    usage: 'restore DIR [--incomplete] [--json]',
    summary: 'Bring a backup into an empty server, which must not be running; --incomplete goes on without bad blobs.',
    options: { json: boolean, incomplete: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      const incomplete = options['incomplete'] === true;
      const report = await interruptibly(context, (deps) => restore(deps, dir, { incomplete }));
      tell(context, options, report, [
        `Restored ${report.rows} rows and ${report.blobs.count} blobs as of ${report.created}.`,
        ...report.problems.map(describe),
      ]);
      return report.problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  verify: {
    usage: 'verify [DIR] [--json]',
    summary: 'Read every blob of this server, or of a backup, and compare hashes and sizes.',
    options: { json: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = names.length === 0 ? null : folder(names);
      const report = await interruptibly(context, (deps) =>
        dir === null ? verifyServer(deps) : verifyBackup(deps, dir),
      );
      const { blobs, problems, others, orphans, orphanCount } = report;
      const wrong = problems.length + others.length;
      tell(context, options, report, [
        `Read ${blobs.count} blobs (${blobs.bytes} bytes): ${wrong === 0 ? 'all is well' : `${wrong} problems`}.`,
        ...problems.map(describe),
        ...others,
        ...(orphanCount > 0 ? [`${orphanCount} blobs belong to nothing:`] : []),
        ...orphans.map(({ hash, young }) => `  ${hash}${young ? ' (new: perhaps a publish under way)' : ''}`),
      ]);
      return wrong > 0 ? FOUND_PROBLEMS : 0;
    },
  },
};

function folder(names: readonly string[]): string {
  const [dir, ...more] = names;
  if (dir === undefined || more.length > 0) throw new UsageError('Give one DIR.');
  return dir;
}

/** Lets a first Ctrl-C clean up before it ends the command. */
async function interruptibly<T>({ config, database }: CommandContext, work: (deps: BackupDeps) => Promise<T>) {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new ApiError('bad_request', 'Interrupted.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work({
      database,
      dataDir: config.dataDir,
      blobs: await blobStoreOf(config),
      newHasher: await loadBlake3(),
      progress: showProgress(process.stderr),
      signal: controller.signal,
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function tell(
  { print }: CommandContext,
  options: Record<string, string | boolean | undefined>,
  report: object,
  lines: readonly string[],
): void {
  if (options['json'] === true) print(JSON.stringify(report, null, 2));
  else for (const line of lines) print(line);
}

function describe({ hash, fault, inBackup, usedBy }: BlobProblem): string {
  const uses = usedBy.map(
    ({ data, name, owner, figure }) =>
      `\n    data ${data} "${name}" of ${owner}${figure === null ? '' : ` (${figure})`}`,
  );
  const where = inBackup ? ' on the server; the backup has good bytes from before' : '';
  return `  ${hash}: ${fault}${where}${uses.join('') || '\n    deleted meanwhile, or not known'}`;
}
