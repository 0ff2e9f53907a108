import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPostgres } from '../../tools/lib/postgres.ts';
import { TaskError } from '../../tools/lib/run.ts';
import type { TestS3 } from '../../tools/lib/s3.ts';
import { type Api, newFigure } from './api.ts';
import type { Entry } from './ledger.ts';
import { ALL_SIZES, publishUntilOver, SMALL_SIZES } from './publisher.ts';
import { createRandom, type Random } from './random.ts';
import { openAccount, type RunningServer, runAdmin, type Site, spawnServer, startServer } from './server.ts';
import { checkDisk, checkEntries, checkSearch, checkSizes, hashOf, temporaryFiles } from './verify.ts';

export type CrashOptions = {
  runs: number;
  /** Decides everything except the timing of the machine. */
  seed: string;
  /** Without it, the engine is SQLite. */
  postgres?: TestPostgres;
  /** Without it, blobs are files. */
  s3?: TestS3;
  onRound?(counts: CrashCounts): void;
};

export type CrashCounts = {
  runs: number;
  /** Revisions whose last call was answered. */
  acknowledged: number;
  /** Revisions with an open call at the kill. */
  cut: number;
  /** Of these, revisions whose call took effect. */
  cutButDone: number;
  /** Files of uploads that were left by the kills. */
  leftovers: number;
};

const PUBLISHERS = 6;
/** Time from the start of the publishers to the kill, in milliseconds. */
const KILL_WINDOW = [30, 900] as const;
/** Runs between full checks of all revisions, blobs and sizes. The last run has one, too. */
const FULL_CHECK_EVERY = 50;

/** Repeatedly kills a server during publishes of small and large data, restarts it on the same data, and checks all that it acknowledged. */
export async function crashRuns(options: CrashOptions): Promise<CrashCounts> {
  const { runs, seed, postgres, s3 } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'gofigr-crash-'));
  const env = {
    ...(postgres && { GOFIGR_DATABASE_URL: await postgres.createDatabase() }),
    ...(s3 && { GOFIGR_BLOBS_URL: s3.url(), ...s3.env }),
  };
  const site: Site = { dataDir, env };
  const left = () => (s3 ? [] : temporaryFiles(dataDir));
  const random = createRandom(seed);
  const all: Entry[] = [];
  const counts: CrashCounts = { runs: 0, acknowledged: 0, cut: 0, cutButDone: 0, leftovers: 0 };
  let server = await startServer(site);
  try {
    let api = await openAccount(site, server);
    const common = [random.bytes(1), random.bytes(50_000), random.bytes(900_000)];
    for (let run = 1; run <= runs; run++) {
      const ledger = await crashOnce(server, api, createRandom(`${seed} ${run}`), common);
      counts.leftovers += left().length;
      if (random.chance(0.2)) await killWhileStarting(site, random);
      server = await startServer(site);
      api = api.at(server.url);
      all.push(...ledger);

      const cut = ledger.filter(({ isCut }) => isCut);
      const before = new Map(cut.map((entry) => [entry, entry.possible.at(-1)]));
      const isFull = run % FULL_CHECK_EVERY === 0 || run === runs;
      const problems = [
        // On PostgreSQL another server may receive files in the same folder, so a start keeps young files.
        ...(postgres ? [] : left().map((name) => `the file ${name} of an upload was left`)),
        ...(await checkEntries(api, s3 ? null : dataDir, isFull ? all : ledger)),
        ...(await checkSearch(api, ledger)),
        ...(isFull
          ? [...(await checkSizes(api)), ...(s3 ? [] : await checkDisk(dataDir)), ...(await verifyProblems(site))]
          : []),
      ];
      if (problems.length > 0)
        throw new TaskError(`Run ${run} with the seed ${seed}:\n${problems.slice(0, 20).join('\n')}`);
      counts.runs = run;
      counts.acknowledged += ledger.length - cut.length;
      counts.cut += cut.length;
      counts.cutButDone += cut.filter((entry) => entry.possible[0] === before.get(entry)).length;
      options.onRound?.(counts);
    }
    return counts;
  } finally {
    await server.end('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Output of the administrator's check of all data, if it found a fault. */
async function verifyProblems(site: Site): Promise<string[]> {
  const { code, output } = await runAdmin(site, ['verify']);
  return code === 0 ? [] : [output];
}

/** Publishes in parallel and kills the server at a random moment. Returns the ledger. */
async function crashOnce(server: RunningServer, api: Api, random: Random, common: Buffer[]): Promise<Entry[]> {
  const figures = [await newFigure(api), await newFigure(api)];
  const ledger: Entry[] = [];
  let isKilled = false;
  const publishers = Array.from({ length: PUBLISHERS }, (_, index) =>
    publishUntilOver({
      api,
      random: createRandom(`${random.uuid()} ${index}`),
      figures,
      common,
      sizes: index % 2 === 0 ? SMALL_SIZES : ALL_SIZES,
      hashOf,
      ledger,
      isOver: () => isKilled,
    }).catch((error: unknown) => {
      // After the kill a lost answer is expected. An error before it, or an error answer, is a failure.
      if (!isKilled || error instanceof TaskError) throw error;
    }),
  );
  const outcome = Promise.all(publishers);
  outcome.catch(() => undefined);
  await sleep(random.whole(...KILL_WINDOW));
  isKilled = true;
  await server.end('SIGKILL');
  await outcome;
  return ledger;
}

async function killWhileStarting(site: Site, random: Random): Promise<void> {
  const server = await spawnServer(site);
  await sleep(random.whole(50, 600));
  await server.end('SIGKILL');
}
