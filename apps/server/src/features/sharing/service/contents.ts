import type { SharedContents } from '@gofigr/contract';
import type { Db } from '../../../kernel/db/index.ts';
import { partsOf, type StoredObject } from '../../../kernel/objects/index.ts';
import { dataIn, type Held, metadataOf, type Numbered, newestOf } from '../store/contents.ts';
import { namesLocalPath } from './local-paths.ts';

/** Revisions that are read at once, since other requests run in between, and at most. */
const PAGE = 250;
const MOST = 1000;

type Part = 'code' | 'tables' | 'files' | 'packages' | 'texts';
const PARTS = ['code', 'tables', 'files', 'packages', 'texts'] as const satisfies readonly Part[];

const OF_TYPE: Partial<Record<string, Part>> = { code: 'code', dataframe: 'tables', file: 'files' };

/** Names of published texts that list packages. */
const PACKAGES = /^(pip[ _-]?freeze|conda|renv|session[ _-]?info|.*(packages|requirements))/i;

const partOf = ({ type, name }: Held): Part | undefined =>
  type === 'text' ? (PACKAGES.test(name) ? 'packages' : 'texts') : OF_TYPE[type];

/** Counts what people see whom an object is shared with. */
export async function contentsOf(db: Db, object: StoredObject): Promise<SharedContents> {
  const found = { examined: 0, code: 0, tables: 0, files: 0, packages: 0, texts: 0, local_paths: false };
  const { figures, revisions, newest } = await below(db, object);
  for (let from = 0; from < newest.length; from += PAGE) {
    const ids = newest.slice(from, from + PAGE).map(({ id }) => id);
    const held = Map.groupBy(await dataIn(db, ids), ({ owner_id }) => owner_id);
    for (const { id, metadata } of await metadataOf(db, ids)) {
      const data = held.get(id) ?? [];
      const parts = new Set(data.map(partOf));
      found.examined += 1;
      for (const part of PARTS) if (parts.has(part)) found[part] += 1;
      found.local_paths ||= namesLocalPath(metadata) || data.some(namesPath);
    }
  }
  return { figures, revisions, ...found };
}

/** The numbers of figures and revisions of an object, with itself, and the newest revisions. */
async function below(db: Db, object: StoredObject) {
  let [figures, revisions, newest]: [number, number, Numbered[]] = [0, 0, []];
  for await (const part of partsOf(db, object)) {
    if (part.kind === 'figure') figures += part.count;
    if (part.kind !== 'revision' && part.kind !== 'asset_revision') continue;
    revisions += part.count;
    const oldest = newest.length < MOST ? undefined : newest.at(-1);
    const newer = await newestOf(db, part, oldest?.seq ?? -1, MOST);
    newest = [...newest, ...newer].toSorted((a, b) => b.seq - a.seq).slice(0, MOST);
  }
  return { figures, revisions, newest };
}

const namesPath = ({ name, metadata }: Held): boolean =>
  namesLocalPath(JSON.stringify(name)) || namesLocalPath(metadata);
