import type { Kind } from '@gofigr/contract';
import { afterEach, expect, it } from 'vitest';
import type { Db } from '../db/index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from '../db/test-databases.ts';
import { newId } from '../ids.ts';
import { objects, partsOf, type StoredObject, trash } from './index.ts';

let store: TestDatabase;
let db: Db;
afterEach(() => store.remove());

const STAMP = { by: 'ada', at: 1_000_000 };
const MOST = 3;

async function insert(kind: Kind, parent: StoredObject | null): Promise<StoredObject> {
  const id = newId();
  const made = { id, kind, parent, name: kind, description: null, size: 0 };
  return db.transaction().execute((trx) => objects.insert(trx, made, STAMP));
}

/** Reads all parts: the IDs of each kind in order. Checks that each part has what it tells. */
async function read(object: Pick<StoredObject, 'id' | 'kind'>): Promise<Partial<Record<Kind, string[]>>> {
  const found: Partial<Record<Kind, string[]>> = {};
  for await (const { kind, count, ids } of partsOf(db, object, MOST)) {
    const rows = await db.selectFrom('objects').select(['id', 'kind']).where('id', 'in', ids).orderBy('seq').execute();
    expect(rows.map((row) => row.kind)).toEqual(Array.from({ length: count }, () => kind));
    expect(count).toBeLessThanOrEqual(MOST);
    found[kind] = [...rows.map(({ id }) => id), ...(found[kind] ?? [])];
  }
  return found;
}
const sorted = (rows: readonly StoredObject[]) => rows.map(({ id }) => id).toSorted();

it.each(ENGINES)('parts of an object have everything below it once, and few objects each: %s', async (engine) => {
  store = await createTestDatabase(engine);
  const database = store.open();
  await database.migrate();
  db = database.db;
  const workspace = await insert('workspace', null);
  const analysis = await insert('analysis', workspace);
  const [figures, revisions]: StoredObject[][] = [[], []];
  // More than a part has in one figure, between figures with none and some.
  for (const count of [0, 1, 2, 2 * MOST + 1, 0, 1, 0, 2]) {
    const figure = await insert('figure', analysis);
    figures?.push(figure);
    for (let made = 0; made < count; made += 1) revisions?.push(await insert('revision', figure));
  }
  const deleted = await insert('figure', analysis);
  await insert('revision', deleted);
  await db.transaction().execute((trx) => trash.discard(trx, deleted, STAMP, { days: () => 30 }));
  const asset = await insert('asset', workspace);
  const file = await insert('asset_revision', asset);
  const other = await insert('analysis', workspace);
  const apart = await insert('figure', other);

  const below = { figure: figures?.map(({ id }) => id), revision: sorted(revisions ?? []) };
  const { revision, ...rest } = await read(analysis);
  expect({ ...rest, revision: revision?.toSorted() }).toEqual({ analysis: [analysis.id], ...below });
  const whole = await read(workspace);
  expect({ ...whole, revision: whole.revision?.toSorted() }).toEqual({
    workspace: [workspace.id],
    analysis: [analysis.id, other.id],
    asset: [asset.id],
    asset_revision: [file.id],
    revision: below.revision,
    figure: [...(below.figure ?? []), apart.id],
  });
  expect(await read(asset)).toEqual({ asset: [asset.id], asset_revision: [file.id] });
  expect(await read(file)).toEqual({ asset_revision: [file.id] });
  const organization = await insert('organization', null);
  expect(await read(organization)).toEqual({ organization: [organization.id] });
  await database.close();
});
