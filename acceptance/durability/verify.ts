import { deepStrictEqual } from 'node:assert';
import { createReadStream, type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { blake3, createBLAKE3 } from 'hash-wasm';
import { mapPooled } from '../../tools/lib/pool.ts';
import type { Api, TreeObject } from './api.ts';
import type { Entry, State } from './ledger.ts';

// Uses another implementation than the server prefers.
export const hashOf = (bytes: Uint8Array): Promise<string> => blake3(bytes);

const CONNECTIONS = 8;

/**
 * Fetches each revision with all its bytes. Returns one line for each that is in no possible state. Settles entries with
 * several possible states: each must keep its current one. `dataDir` is null for a server whose blobs are in a bucket.
 */
export async function checkEntries(api: Api, dataDir: string | null, entries: readonly Entry[]): Promise<string[]> {
  const rows = new Set(dataDir === null ? [] : smallBlobs(dataDir, ['hash']).map(({ hash }) => hash));
  const isStored = (hash: string) => dataDir === null || existsSync(blobPath(dataDir, hash)) || rows.has(hash);
  const found = await mapPooled(entries, CONNECTIONS, async (entry) => {
    try {
      const state = await fetchState(api, isStored, entry);
      const promised = entry.possible.find((candidate) => isSame(candidate, state));
      if (promised === undefined)
        return `${entry.id} is ${JSON.stringify(state)}, but may only be ${JSON.stringify(entry.possible)}`;
      entry.possible = [promised];
      return undefined;
    } catch (error) {
      return `${entry.id}: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
  return found.filter((line) => line !== undefined);
}

async function fetchState(api: Api, isStored: (hash: string) => boolean, { id, figure }: Entry): Promise<State> {
  const { status, body } = await api.call('GET', `revision/${id}/`);
  if (status === 404) return 'absent';
  if (status !== 200) throw new Error(`answers ${status}: ${JSON.stringify(body)}`);
  const revision = body as TreeObject & { figure: string }; // as the server answers
  if (revision.figure !== figure) throw new Error(`is in figure ${revision.figure}, not in ${figure}`);
  const sum = revision.data.reduce((total, { size_bytes }) => total + size_bytes, 0);
  if (sum !== revision.size_bytes) throw new Error(`says ${revision.size_bytes} bytes, its data ${sum}`);
  const data = [];
  for (const { api_id, name, type, hash, size_bytes, metadata } of revision.data) {
    const bytes = await api.bytes(api_id);
    if (bytes.length !== size_bytes) throw new Error(`datum ${api_id} has ${bytes.length} bytes, not ${size_bytes}`);
    if ((await hashOf(bytes)) !== hash) throw new Error(`the bytes of datum ${api_id} do not have the hash ${hash}`);
    if (!isStored(hash)) throw new Error(`there is neither a file nor a row for datum ${api_id}`);
    data.push({ name, type, metadata: metadata as Record<string, unknown>, hash, size: size_bytes }); // as the server answers
  }
  return { note: (revision.metadata as { note: string }).note, data }; // as scenario.ts published it
}

function isSame(a: State, b: State): boolean {
  try {
    deepStrictEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

/** Path of the blob with a hash. */
export const blobPath = (dataDir: string, hash: string): string => join(dataDir, 'blobs', hash.slice(0, 2), hash);

/** Temporary files of uploads. There are none while nobody uploads. */
export const temporaryFiles = (dataDir: string): string[] => readdirSync(join(dataDir, 'blobs', 'tmp'));

/** Bytes that open uploads have written so far. */
export const temporaryBytes = (dataDir: string): number =>
  temporaryFiles(dataDir).reduce((sum, name) => sum + statSync(join(dataDir, 'blobs', 'tmp', name)).size, 0);

/** Blobs that have their final names. */
export const blobFiles = (dataDir: string): Dirent[] =>
  readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name),
  );

type SmallBlob = { hash: string; bytes: Uint8Array };

/** Small data, which a server on SQLite has in its database. */
function smallBlobs<C extends keyof SmallBlob>(dataDir: string, columns: readonly C[]): Pick<SmallBlob, C>[] {
  const path = join(dataDir, 'gofigr.sqlite');
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(`select ${columns.join()} from blobs`).all() as Pick<SmallBlob, C>[]; // by the table
  } finally {
    database.close();
  }
}

/** Hashes every blob on the disk, files and rows. Returns one line for each whose bytes do not match its name. */
export async function checkDisk(dataDir: string): Promise<string[]> {
  const small = smallBlobs(dataDir, ['hash', 'bytes']);
  const rows = await mapPooled(small, CONNECTIONS, async ({ hash: name, bytes }) => {
    const hash = await hashOf(bytes);
    return hash === name ? undefined : `the row ${name} holds bytes with the hash ${hash}`;
  });
  const files = await mapPooled(blobFiles(dataDir), CONNECTIONS, async ({ name, parentPath }) => {
    const path = join(parentPath, name);
    const hasher = await createBLAKE3();
    hasher.init();
    for await (const chunk of createReadStream(path)) hasher.update(chunk as Buffer); // a stream without an encoding gives buffers
    const hash = hasher.digest('hex');
    return hash === name && path === blobPath(dataDir, hash) ? undefined : `${path} holds bytes with the hash ${hash}`;
  });
  return [...rows, ...files].filter((line) => line !== undefined);
}

type Parent = TreeObject & { analyses: TreeObject[]; figures: TreeObject[]; revisions: TreeObject[] };

/** Checks that the sizes of workspaces, analyses and figures are the sums of their children. */
export async function checkSizes(api: Api): Promise<string[]> {
  const problems: string[] = [];
  const compare = (kind: string, parent: TreeObject, children: readonly TreeObject[]) => {
    const sum = children.reduce((total, { size_bytes }) => total + size_bytes, 0);
    if (parent.size_bytes !== sum)
      problems.push(`${kind} ${parent.api_id} says ${parent.size_bytes} bytes, holds ${sum}`);
  };
  for (const { api_id } of await api.ok<TreeObject[]>('GET', 'workspace/')) {
    const workspace = await api.ok<Parent>('GET', `workspace/${api_id}/`);
    compare('workspace', workspace, workspace.analyses);
    for (const { api_id: analysisId } of workspace.analyses) {
      const analysis = await api.ok<Parent>('GET', `analysis/${analysisId}/`);
      compare('analysis', analysis, analysis.figures);
      for (const { api_id: figureId } of analysis.figures) {
        const figure = await api.ok<Parent>('GET', `figure/${figureId}/`);
        compare('figure', figure, figure.revisions);
      }
    }
  }
  return problems;
}

/** Revisions that are searched after each crash: a person may search ten times a second. */
const MOST_SEARCHED = 10;
const FOUND_MS = 20_000;

/** Searches some of the newest revisions by their metadata. Returns one line for each that the search index lacks. */
export async function checkSearch(api: Api, entries: readonly Entry[]): Promise<string[]> {
  const there = entries.filter(({ possible }) => possible[0] !== 'absent').slice(-MOST_SEARCHED);
  const isFound = async ({ id, figure }: Entry): Promise<boolean> => {
    await sleep(1000 / MOST_SEARCHED);
    const path = `search/?q=${encodeURIComponent(`"${id}"`)}` as const;
    const { results } = await api.ok<{ results: TreeObject[] }>('GET', path);
    return results.some(({ api_id }) => api_id === figure);
  };
  const started = performance.now();
  const missing: string[] = [];
  for (const entry of there) {
    while (!(await isFound(entry)) && performance.now() - started < FOUND_MS);
    if (performance.now() - started >= FOUND_MS) missing.push(`${entry.id} is not found by a search`);
  }
  return missing;
}
