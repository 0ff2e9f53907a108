import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, openDatabase } from '../../../kernel/db/index.ts';
import { checkRows } from '../store/checks.ts';
import { type BlobEntry, type BlobFault, blobFolder } from './blob-folder.ts';
import { blobsIn } from './blob-lists.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { checkTables } from './check-tables.ts';
import { type BackupDeps, phase } from './deps.ts';
import { lockForReading } from './hold.ts';
import { loadRows, migrateAsRecorded, refuseNewer } from './load.ts';
import { rowsIn } from './manifest.ts';
import { blobsPath, chooseState, existingStates, noteVerified, type State, type WholeState } from './states.ts';
import { hashesOf, merged, without } from './streams.ts';
import { entriesOf, orphansIn, readBlobs, type VerifyReport } from './verify.ts';

export interface StateReport {
  state: string;
  /** Null for a state without a readable manifest. */
  created: string | null;
  rows: number;
  blobs: { count: number; bytes: number };
  problems: BlobProblem[];
  others: string[];
}

export interface BackupVerifyReport extends VerifyReport {
  /** Every checked state, oldest first. */
  states: StateReport[];
}

/** Faults of blobs by hash and size. */
type Faults = Map<string, BlobFault>;
const keyOf = ({ hash, size }: BlobEntry): string => `${hash} ${size}`;

/**
 * Checks the states of a backup folder, or one of them: their files, whether their rows can be loaded, and what is checked
 * of a server. Reads each blob once, whatever the number of states.
 */
export async function verifyBackup(
  deps: BackupDeps,
  dir: string,
  { state: wanted = null }: { state?: string | null } = {},
): Promise<BackupVerifyReport> {
  await existingStates(dir);
  const lock = lockForReading(dir);
  try {
    const states = wanted === null ? await existingStates(dir) : [await chooseState(dir, wanted)];
    const whole = states.filter((state): state is WholeState => state.manifest !== null);
    for (const { manifest } of whole) refuseNewer(deps, manifest);

    const source = blobFolder(blobsPath(dir), deps.newHasher);
    const entries = () => merged(whole.map(readableEntries));
    const faults: Faults = new Map();
    const total = Math.max(0, ...whole.map(({ manifest }) => manifest.blobs.bytes));
    const blobs = await readBlobs(deps, source, entries(), total, (blob, fault) => faults.set(keyOf(blob), fault));
    // Blobs of a state that can't be read would look unused, and so would those of other states.
    const isAll = wanted === null && whole.length === states.length;
    const unused = isAll ? await orphansIn(source, entries()) : { orphans: [], orphanCount: 0 };

    const reports: StateReport[] = [];
    for (const state of states) {
      const report = await checkState(deps, state, faults);
      const problems = report.problems.length + report.others.length;
      await noteVerified(state, { at: new Date().toISOString(), problems });
      reports.push(report);
    }
    return { blobs, ...summary(reports), ...unused, waiting: [], states: reports };
  } finally {
    lock.release();
    deps.progress.end();
  }
}

/** All problems: each blob once, with the data of the newest state that has it. */
function summary(reports: readonly StateReport[]): Pick<VerifyReport, 'problems' | 'others'> {
  const problems = new Map(
    reports.flatMap((report) => report.problems.map((problem) => [problem.hash, problem] as const)),
  );
  const others = reports.flatMap(({ state, others: texts }) =>
    reports.length === 1 ? texts : texts.map((text) => `${state}: ${text}`),
  );
  return { problems: [...problems.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1)), others };
}

async function checkState(deps: BackupDeps, state: State, faults: Faults): Promise<StateReport> {
  if (state.manifest === null)
    return {
      state: state.name,
      created: null,
      rows: 0,
      blobs: { count: 0, bytes: 0 },
      problems: [],
      others: [state.fault.message],
    };
  const { name, manifest, paths } = state;
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-verify-'));
  const trial = openDatabase({ path: join(folder, 'trial.sqlite') });
  const { count, bytes } = manifest.blobs;
  try {
    phase(deps, 'Checks', 0);
    const others = await checkTables(deps, state);
    const isLoaded = others.length === 0 && (await tryLoad(deps, trial, state, others));
    if (isLoaded) others.push(...(await checkRows(trial.db, trial.engine)));
    if (isLoaded) others.push(...(await unlisted(trial.db, paths.blobList)));
    const problems = await problemsOf(isLoaded ? trial.db : null, state, faults, others);
    return {
      state: name,
      created: manifest.created,
      rows: rowsIn(manifest),
      blobs: { count, bytes },
      problems,
      others,
    };
  } finally {
    await trial.close();
    await rm(folder, { recursive: true });
  }
}

async function tryLoad(
  deps: BackupDeps,
  trial: ReturnType<typeof openDatabase>,
  state: WholeState,
  others: string[],
): Promise<boolean> {
  try {
    await migrateAsRecorded(deps, trial, state.manifest);
    await loadRows(deps, trial, state);
    return true;
  } catch (error) {
    deps.signal?.throwIfAborted();
    others.push(`The rows can not be loaded: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Rows whose blobs were not read, since the list lacks them. */
async function unlisted(db: Db, list: string): Promise<string[]> {
  let count = 0;
  for await (const _ of without(entriesOf(db), hashesOf(blobsIn(list)))) count++;
  return count === 0 ? [] : [`The list of blobs lacks ${count} blobs that rows refer to.`];
}

async function problemsOf(db: Db | null, state: WholeState, faults: Faults, others: string[]): Promise<BlobProblem[]> {
  const found = blobFaults();
  let count = 0;
  for await (const blob of readableEntries(state)) {
    const fault = faults.get(keyOf(blob));
    if (fault) found.add(blob, fault);
    count++;
  }
  if (count < state.manifest.blobs.count) others.push('The list of blobs can not be read: not all blobs were checked.');
  return found.explain(db);
}

/** Reads as much of a damaged list as possible. */
async function* readableEntries({ paths }: WholeState): AsyncGenerator<BlobEntry> {
  try {
    for await (const blob of blobsIn(paths.blobList)) if (/^[0-9a-f]{64}$/.test(blob.hash)) yield blob;
  } catch {
    // The number of blobs shows that some are missing.
  }
}
