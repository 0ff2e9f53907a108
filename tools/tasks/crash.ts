import { parseArgs } from 'node:util';
import { newSeed } from '../../acceptance/durability/crashes.ts';
import { largeFiles } from '../../acceptance/durability/large-files.ts';
import { type CrashCounts, crashRuns } from '../../acceptance/durability/rounds.ts';
import { playAll } from '../../acceptance/durability/scenario.ts';
import { clientPython, clientVersions } from '../legs/clients.ts';
import { buildIfStale } from '../lib/build.ts';
import { startPostgres } from '../lib/postgres.ts';
import { runTask, seconds, TaskError } from '../lib/run.ts';
import { startS3 } from '../lib/s3.ts';

const ENGINES: Record<string, readonly ('sqlite' | 'postgres')[]> = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
};

/**
 * `npm run crash -- --runs 200 --engine both --seed S`: kills servers during publishes. `--s3` keeps blobs in a bucket.
 * `npm run crash -- --large`: tests large files of full size, see docs/performance/large-files.md.
 */
await runTask(async () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '20' },
      engine: { type: 'string', default: 'sqlite' },
      seed: { type: 'string', default: newSeed() },
      s3: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
    },
  });
  const engines = ENGINES[values.engine];
  if (!engines) throw new TaskError(`--engine must be one of ${Object.keys(ENGINES).join(', ')}.`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new TaskError('--runs must be a whole number from 1.');
  // Without this, an interrupt would end us before the servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  await buildIfStale();
  if (values.large) return playLarge();
  console.log(`Seed ${values.seed}`);
  for (const engine of engines) {
    const started = performance.now();
    const postgres = engine === 'postgres' ? await startPostgres() : undefined;
    const s3 = values.s3 ? await startS3() : undefined;
    try {
      const onRound = (counts: CrashCounts) => showProgress(`${engine}: run ${counts.runs} of ${runs}`);
      const counts = await crashRuns({
        runs,
        seed: values.seed,
        onRound,
        ...(postgres && { postgres }),
        ...(s3 && { s3 }),
      });
      showProgress('');
      const database = postgres ? `postgresql ${postgres.version}` : `sqlite ${process.versions['sqlite']}`;
      const blobs = s3 ? `, seaweedfs ${s3.version}` : '';
      console.log(`${database}${blobs}: ${describe(counts)}, in ${seconds(performance.now() - started)}`);
    } finally {
      await Promise.all([postgres?.stop(), s3?.stop()]);
    }
  }
  return undefined;
});

async function playLarge(): Promise<number> {
  const newest = clientVersions()[0] ?? '';
  const { failed } = await playAll(
    largeFiles(() => clientPython(newest), { byClient: 700, atOnce: 300, isQuiet: true }),
    1,
  );
  return failed === 0 ? 0 : 1;
}

/** Replaces the last line of a terminal. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function describe({ runs, acknowledged, cut, cutButDone, leftovers }: CrashCounts): string {
  return [
    `${runs} kills`,
    `${acknowledged} acknowledged revisions all there and whole`,
    `${cut} cut off (${cutButDone} of them done, the others undone)`,
    `${leftovers} files of broken uploads`,
  ].join(', ');
}
