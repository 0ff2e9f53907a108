import { fileBlobsOf } from '../app.ts';
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

/** Exit code of a command that ran and found problems. */
const FOUND_PROBLEMS = 1;

export const backupCommands: Record<string, Command> = {
  backup: {
    usage: 'backup DIR [--json]',
    summary: 'Back up rows, blobs and secrets to a folder. Later backups to the same folder copy only new blobs.',
    options: { json: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      const report = await interruptibly(context, (deps) => backup(deps, dir));
      const { count, bytes, copied, removed } = report.blobs;
      printReport(context, options, report, [
        `Backed up ${report.rows} rows and ${count} blobs (${bytes} bytes) as of ${report.created}.`,
        `Copied ${copied} blobs, and removed ${removed} that are no longer needed.`,
        ...report.problems.map(describe),
      ]);
      return report.problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  restore: {
    usage: 'restore DIR [--incomplete] [--json]',
    summary: 'Restore a backup into an empty server, which must not be running. --incomplete skips damaged blobs.',
    options: { json: boolean, incomplete: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = folder(names);
      const incomplete = options['incomplete'] === true;
      const report = await interruptibly(context, (deps) => restore(deps, dir, { incomplete }));
      printReport(context, options, report, [
        `Restored ${report.rows} rows and ${report.blobs.count} blobs as of ${report.created}.`,
        ...report.problems.map(describe),
      ]);
      return report.problems.length > 0 ? FOUND_PROBLEMS : 0;
    },
  },

  verify: {
    usage: 'verify [DIR] [--json]',
    summary: 'Read every blob of this server or of a backup, and check hashes and sizes.',
    options: { json: boolean },
    migrates: false,
    async run(context, names, options) {
      const dir = names.length === 0 ? null : folder(names);
      const report = await interruptibly(context, (deps) =>
        dir === null ? verifyServer(deps) : verifyBackup(deps, dir),
      );
      const { blobs, problems, others, orphans, orphanCount } = report;
      const problemCount = problems.length + others.length;
      printReport(context, options, report, [
        `Read ${blobs.count} blobs (${blobs.bytes} bytes): ${problemCount === 0 ? 'all is well' : `${problemCount} problems`}.`,
        ...problems.map(describe),
        ...others,
        ...(orphanCount > 0 ? [`${orphanCount} blobs are unused:`] : []),
        ...orphans.map(({ hash, young }) => `  ${hash}${young ? ' (new: may belong to a running publish)' : ''}`),
      ]);
      return problemCount > 0 ? FOUND_PROBLEMS : 0;
    },
  },
};

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
      files: await fileBlobsOf(config),
      newHasher: await loadBlake3(),
      progress: showProgress(process.stderr),
      signal: controller.signal,
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function printReport(
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
  const where = inBackup ? ' on the server; the backup keeps its earlier, good copy' : '';
  return `  ${hash}: ${fault}${where}${uses.join('') || '\n    used by no known data'}`;
}
