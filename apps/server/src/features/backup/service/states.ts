import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTime } from '../../../kernel/clock.ts';
import { codeOf } from '../../../kernel/errors.ts';
import { isMissing, makeFolder, syncFolder } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { damaged, refused } from '../errors.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** The files of a state, except its blobs, which all states of a folder share. */
export interface StatePaths {
  manifest: string;
  table(name: string): string;
  tables: string;
  /** Hash and size of every blob, in order of hash. */
  blobList: string;
  secrets: string;
  /** The outcome of the last check. */
  verified: string;
}

/** A state that can't be read; its files stay where they are. */
export interface BrokenState {
  name: string;
  paths: StatePaths;
  manifest: null;
  fault: Error;
}

/** The rows, secrets and list of blobs of one backup. */
export interface WholeState {
  /** The time of the snapshot, such as `2026-11-29T12-00-00Z`; or another name that the administrator gave. */
  name: string;
  paths: StatePaths;
  manifest: Manifest;
  fault: null;
}

export type State = WholeState | BrokenState;

export const blobsPath = (dir: string): string => join(dir, 'blobs');
const statesPath = (dir: string): string => join(dir, 'states');
const statePath = (dir: string, name: string): string => join(statesPath(dir), name);

/** Names of unfinished and half removed states begin with a dot. */
const isHidden = (name: string): boolean => name.startsWith('.');

/** Name of a state by its time; another name was given by the administrator, and is never removed. */
const TIMED = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?$/;
export const isNamedByTime = ({ name }: { name: string }): boolean => TIMED.test(name);

/** `2026-11-29T12:00:00.123Z` → `2026-11-29T12-00-00Z`; colons are not possible on all systems. */
const stateName = (created: string): string => `${created.slice(0, 19).replaceAll(':', '-')}Z`;

const pathsIn = (folder: string): StatePaths => ({
  manifest: join(folder, 'manifest.json'),
  tables: join(folder, 'tables'),
  table: (name) => join(folder, 'tables', `${name}.jsonl`),
  blobList: join(folder, 'tables', 'blobs.jsonl'),
  secrets: join(folder, 'secrets'),
  verified: join(folder, 'verified.json'),
});

/** Name of the state of a folder of format 1 while its time can't be read. */
const FIRST = 'first';

/** A folder of format 1 has one state, in other places. */
const firstManifest = (dir: string): string => join(dir, 'manifest.json');

const firstPaths = (dir: string, id: string): StatePaths => ({
  ...pathsIn(dir),
  tables: join(dir, 'tables', id),
  table: (name) => join(dir, 'tables', id, `${name}.jsonl`),
  blobList: join(dir, 'tables', id, 'blobs.jsonl'),
  secrets: join(dir, 'secrets', id),
  verified: join(dir, '.verified.json'),
});

/** All complete states of a folder, oldest first, with those that are damaged. Empty if there are none. */
export async function readStates(dir: string): Promise<State[]> {
  const entries = await readdir(statesPath(dir), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory() && !isHidden(entry.name)).map(({ name }) => name);
  const states = await Promise.all(names.map((name) => readState(name, pathsIn(statePath(dir, name)))));
  const first = await readState(FIRST, firstPaths(dir, ''));
  if (first.manifest !== null)
    states.push({ ...first, name: stateName(first.manifest.created), paths: firstPaths(dir, first.manifest.id) });
  else if (!isAbsent(first.fault)) states.push(first);
  const timeOf = ({ name, manifest }: State) => {
    if (manifest !== null) return stateName(manifest.created);
    return name === FIRST ? '' : name;
  };
  return states.toSorted((a, b) => compare(timeOf(a), timeOf(b)) || compare(a.name, b.name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The manifest doesn't exist. */
class Absent extends Error {}
const isAbsent = (error: Error): boolean => error instanceof Absent;

async function readState(name: string, paths: StatePaths): Promise<State> {
  try {
    const manifest = await readManifest(paths.manifest);
    if (manifest === null) throw new Absent(`${paths.manifest} is missing.`);
    return { name, paths, manifest, fault: null };
  } catch (error) {
    return { name, paths, manifest: null, fault: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** All states of a folder that must have some, oldest first. */
export async function existingStates(dir: string): Promise<State[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (isMissing(error)) throw refused(`There is no folder ${dir}.`, error);
    if (codeOf(error) === 'ENOTDIR') throw refused(`${dir} is not a folder.`, error);
    throw error;
  });
  const states = await readStates(dir);
  if (states.length > 0) return states;
  if (names.includes('blobs') || names.includes('tables') || names.includes('states'))
    throw damaged(`There is no complete backup in ${dir}: its manifest is missing, or the backup was never finished.`);
  throw refused(`There is no complete backup in ${dir}.`);
}

/** The state that an administrator names: by its time or the beginning of it. By default the newest one. */
export async function chooseState(dir: string, wanted: string | null): Promise<WholeState> {
  const states = await existingStates(dir);
  const found = wanted === null ? states.at(-1) : find(states, wanted, dir);
  if (found?.manifest) return found;
  const others = states.filter(({ manifest }) => manifest !== null).map(({ name }) => name);
  const advice = others.length > 0 ? ` Other states: ${lastOf(others)}.` : '';
  const error = found?.fault ?? damaged('');
  error.message += advice;
  throw isAbsent(error) ? damaged(error.message) : error;
}

function find(states: readonly State[], wanted: string, dir: string): State | undefined {
  const exact = states.find(({ name }) => name === wanted);
  const prefix = wanted
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    .replaceAll(/[:.]/g, '-');
  const time = parseTime(wanted);
  const other = time === null ? null : stateName(new Date(time / 1000).toISOString());
  const begun = states.filter(({ name }) => name.startsWith(prefix));
  const matching = exact ? [exact] : begun.length > 0 ? begun : states.filter(({ name }) => name === other);
  if (matching.length === 1) return matching[0];
  const names = (some: readonly State[]) => lastOf(some.map(({ name }) => name));
  throw refused(
    matching.length === 0
      ? `${dir} has no state ${wanted}. It has ${names(states)}.`
      : `${wanted} names several states: ${names(matching)}. Give more of the time.`,
  );
}

const SHOWN = 10;

const lastOf = (names: readonly string[]): string =>
  `${names.length > SHOWN ? '…, ' : ''}${names.slice(-SHOWN).join(', ')}`;

/** Makes a folder for an unfinished state, which `finishState` turns into a complete one. */
export async function beginState(dir: string): Promise<{ folder: string; paths: StatePaths }> {
  const folder = statePath(dir, `.unfinished-${newId()}`);
  const paths = pathsIn(folder);
  for (const path of [paths.tables, paths.secrets]) await makeFolder(path, 0o700);
  return { folder, paths };
}

/** Makes a state complete, atomically. All its files and blobs must be synced. Returns its name. */
export async function finishState(
  dir: string,
  { folder, paths }: { folder: string; paths: StatePaths },
  created: string,
): Promise<WholeState> {
  for (const path of [paths.tables, paths.secrets, folder, dir]) await syncFolder(path);
  const taken = new Set((await readStates(dir)).map(({ name }) => name));
  const base = stateName(created);
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  await rename(folder, statePath(dir, name));
  await syncFolder(statesPath(dir));
  const state = await readState(name, pathsIn(statePath(dir, name)));
  if (state.manifest === null) throw state.fault;
  return state;
}

/** Removes a state, but not its blobs. After a crash it is either complete or gone. */
export async function removeState(dir: string, { name, paths }: State): Promise<void> {
  if (paths.manifest === firstManifest(dir)) {
    await rm(paths.manifest);
    await syncFolder(dir);
  } else {
    await rename(statePath(dir, name), statePath(dir, `.removed-${newId()}`));
    await syncFolder(statesPath(dir));
  }
  await removeRemains(dir);
}

/** Removes what interrupted backups and removals left, except blobs. */
export async function removeRemains(dir: string): Promise<void> {
  for (const name of await namesIn(statesPath(dir)))
    if (/^\.(unfinished|removed)-/.test(name)) await rm(statePath(dir, name), { recursive: true, force: true });
  const first = await readState('', firstPaths(dir, ''));
  // A damaged manifest doesn't say which folders are its own.
  if (first.manifest === null && !isAbsent(first.fault)) return;
  for (const parent of ['tables', 'secrets'].map((name) => join(dir, name))) {
    for (const name of await namesIn(parent))
      if (name !== first.manifest?.id) await rm(join(parent, name), { recursive: true, force: true });
    if (first.manifest === null) await rm(parent, { recursive: true, force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export interface Verified {
  /** Time of the check, ISO 8601. */
  at: string;
  /** Number of problems. */
  problems: number;
}

/** Notes the outcome of a check. A folder that can't be written keeps none. */
export async function noteVerified({ paths }: State, verified: Verified): Promise<void> {
  const unfinished = `${paths.verified}.${newId()}.tmp`;
  try {
    await writeFile(unfinished, JSON.stringify(verified), { mode: 0o600, flush: true });
    await rename(unfinished, paths.verified);
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

export async function readVerified({ paths }: State): Promise<Verified | null> {
  try {
    const { at, problems } = JSON.parse(await readFile(paths.verified, 'utf8')) as Partial<Verified>; // checked here
    return typeof at === 'string' && typeof problems === 'number' ? { at, problems } : null;
  } catch {
    return null;
  }
}

/** Names that a backup folder may contain besides hidden files; anything else is someone else's. */
const OURS = ['states', 'blobs', 'manifest.json', 'tables', 'secrets', 'lost+found'];

/** Creates the folder. Rejects one with other files in it, since a backup deletes files that it no longer needs. */
export async function prepareFolder(dir: string): Promise<void> {
  await makeFolder(dir, 0o700).catch((error: Error) => {
    throw refused(`${dir} can not be used (${error.message}): give another folder.`);
  });
  const foreign = (await readdir(dir)).filter((name) => !isHidden(name) && !OURS.includes(name));
  if (foreign.length > 0)
    throw refused(`${dir} holds something else (${foreign[0]}): give a folder for backups alone, or a new one.`);
}
