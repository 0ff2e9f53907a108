import { hash } from 'node:crypto';
import type { Datum, Revision } from '@gofigr/compare';
import { formatOf, type Kind } from '@gofigr/contract/formats';
import { describedOf, metadataOf } from '../../../kernel/data-format.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { notFound } from '../../../kernel/errors.ts';
import { type DataRow, dataOf, revisionsByIds } from '../../revision/index.ts';

/** Version of the results. A new one makes stored results stale. */
const VERSION = 2;

/** Two revisions as the library takes them, their data by ID, and a hash of all that is compared. */
export interface Inputs {
  a: Revision;
  b: Revision;
  rows: ReadonlyMap<string, DataRow>;
  state: string;
}

/** Reads two revisions without bytes and used assets. Throws `not_found` if one was deleted. */
export async function inputsOf(db: Db, a: string, b: string): Promise<Inputs> {
  const revisions = new Map((await revisionsByIds(db, [...new Set([a, b])])).map((row) => [row.id, row]));
  const rows = await dataOf(db, [...new Set([a, b])]);
  const revision = (id: string): Revision => {
    const found = revisions.get(id);
    if (!found) throw notFound('No revision');
    const isAsset = found.kind === 'asset_revision';
    const data = rows.filter((row) => row.owner_id === id).map((row) => (isAsset ? ofAsset(row) : toDatum(row)));
    const metadata: unknown = JSON.parse(found.metadata);
    return { metadata, data, assets: [] };
  };
  const [one, other] = [revision(a), revision(b)];
  const state = hash('sha256', JSON.stringify([VERSION, one, other]), 'hex');
  return { a: one, b: other, rows: new Map(rows.map((row) => [row.id, row])), state };
}

const TYPES = ['image', 'code', 'text', 'dataframe', 'file'] as const;

function toDatum(row: DataRow): Datum {
  const { encoding, is_watermarked } = metadataOf(row);
  return {
    id: row.id,
    name: row.name,
    type: TYPES.find((type) => type === row.type) ?? 'file',
    ...withFormat(describedOf(row).format),
    ...(typeof encoding === 'string' && encoding !== '' ? { encoding } : {}),
    ...(is_watermarked === true ? { is_watermarked } : {}),
    hash: row.hash,
    size: row.size_bytes,
  };
}

/** Types under which files of assets are compared by their content, by their format. */
const BY_CONTENT: Partial<Record<Kind, Datum['type']>> = {
  table: 'dataframe',
  image: 'image',
  notebook: 'code',
  code: 'code',
  text: 'text',
  data: 'text',
};

/** A file of an asset, as the kind of data that it holds. */
function ofAsset(row: DataRow): Datum {
  const datum = toDatum(row);
  const format = formatOf(describedOf(row));
  const type = format?.shown && BY_CONTENT[format.kind];
  return type && datum.type === 'file' ? { ...datum, type, ...withFormat(format.name) } : datum;
}

const withFormat = (format: string | undefined): Pick<Datum, 'format'> =>
  format ? { format: format.toLowerCase() } : {};
