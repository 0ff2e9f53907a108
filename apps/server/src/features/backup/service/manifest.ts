import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { isMissing, makeFolder, syncFolder } from '../../../kernel/files.ts';
import { refused } from '../errors.ts';

/** Raised when an older version could not read what a newer one writes. */
export const FORMAT = 1;

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Count = Type.Integer({ minimum: 0 });

const Manifest = Type.Object({
  format: Type.Literal(FORMAT),
  /** Version of the server that wrote it. */
  gofigr: Type.String(),
  /** Time of the snapshot, ISO 8601. */
  created: Type.String(),
  /** Names the folders of this backup in `tables/` and `secrets/`. */
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  /** Migrations of the backed-up database. */
  migrations: Type.Array(Type.String()),
  tables: Type.Record(Type.String(), Type.Object({ rows: Count, blake3: Hash })),
  /** Count and total bytes of the distinct blobs, and the hash of their list. */
  blobs: Type.Object({ count: Count, bytes: Count, blake3: Hash }),
  /** BLAKE3 of each secret, by file name. */
  secrets: Type.Record(Type.String({ pattern: '^\\w[\\w.-]*$' }), Hash),
});
export type Manifest = Static<typeof Manifest>;

/** Paths in a backup. */
export const backupPaths = (dir: string, id: string) => ({
  tables: join(dir, 'tables', id),
  table: (name: string) => join(dir, 'tables', id, `${name}.jsonl`),
  /** Hash and size of every blob, in order of hash. */
  blobList: join(dir, 'tables', id, 'blobs.jsonl'),
  blobs: join(dir, 'blobs'),
  secrets: join(dir, 'secrets', id),
});

const manifestPath = (dir: string) => join(dir, 'manifest.json');

/** Makes this backup the folder's complete one, atomically. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const unfinished = join(dir, '.manifest.json.tmp');
  await writeFile(unfinished, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, manifestPath(dir));
  await syncFolder(dir);
}

/** Throws if the folder has no complete backup, or one from a newer version. */
export async function readManifest(dir: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(manifestPath(dir), 'utf8');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw refused(`There is no complete backup in ${dir}: it has no manifest.json.`, error);
  }
  const value = parse(text);
  const { format, gofigr } = Object(value) as { format?: unknown; gofigr?: unknown }; // checked below
  if (typeof format === 'number' && format > FORMAT)
    throw refused(`The backup was made by a newer version (${String(gofigr)}); use that one or a later one.`);
  if (!Value.Check(Manifest, value)) throw refused(`${manifestPath(dir)} is damaged.`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names that a backup folder may contain besides hidden files; anything else is someone else's. */
const OURS = ['manifest.json', 'tables', 'blobs', 'secrets', 'lost+found'];

/** Creates the folder. Rejects one with other files in it, since a backup deletes files that it no longer needs. */
export async function prepareFolder(dir: string): Promise<void> {
  await makeFolder(dir, 0o700).catch((error: Error) => {
    throw refused(`${dir} can not be used (${error.message}): give another folder.`);
  });
  const foreign = (await readdir(dir)).filter((name) => !name.startsWith('.') && !OURS.includes(name));
  if (foreign.length > 0)
    throw refused(`${dir} holds something else (${foreign[0]}): give a folder for backups alone, or a new one.`);
}
