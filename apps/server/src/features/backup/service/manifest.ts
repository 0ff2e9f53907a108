import { readFile, writeFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { isMissing } from '../../../kernel/files.ts';
import { damaged, refused } from '../errors.ts';

/** Raised when an older version could not read what a newer one writes. 1: one backup in a folder; 2: states. */
export const FORMAT = 2;

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Count = Type.Integer({ minimum: 0 });

const Manifest = Type.Object({
  format: Type.Union([Type.Literal(1), Type.Literal(FORMAT)]),
  /** Version of the server that wrote it. */
  gofigr: Type.String(),
  /** Time of the snapshot, ISO 8601 in UTC. */
  created: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }),
  /** Names the folders of a backup of format 1. */
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  /** The ID that the server shares with its blob folder. */
  server: Type.Optional(Type.String()),
  /** Migrations of the backed-up database. */
  migrations: Type.Array(Type.String()),
  tables: Type.Record(Type.String({ pattern: '^\\w+$' }), Type.Object({ rows: Count, blake3: Hash })),
  /** Count and total bytes of the distinct blobs, and the hash of their list. */
  blobs: Type.Object({ count: Count, bytes: Count, blake3: Hash }),
  /** BLAKE3 of each secret, by file name. */
  secrets: Type.Record(Type.String({ pattern: '^\\w[\\w.-]*$' }), Hash),
});
export type Manifest = Static<typeof Manifest>;

export const rowsIn = ({ tables }: Manifest): number => Object.values(tables).reduce((sum, { rows }) => sum + rows, 0);

/** The file is synced when it returns. */
export const writeManifest = (path: string, manifest: Manifest): Promise<void> =>
  writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });

/** Returns null if there is no such file. Throws for a damaged manifest, or one of a newer version. */
export async function readManifest(path: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw damaged(`${path} can not be read (${String(error)}).`, error);
  }
  const value = parse(text);
  const { format, gofigr } = Object(value) as { format?: unknown; gofigr?: unknown }; // checked below
  if (typeof format === 'number' && format > FORMAT)
    throw refused(`The backup was made by a newer version (${String(gofigr)}); use that one or a later one.`);
  if (!Value.Check(Manifest, value)) throw damaged(`${path} is damaged.`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
