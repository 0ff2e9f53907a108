import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Kind } from '@gofigr/contract';
import type { SelectQueryBuilder } from 'kysely';
import { type Db, engineOf, type Schema } from '../db/index.ts';
import type { StoredObject } from './objects.ts';

/** Most objects of a part. On SQLite, a query on them holds the event loop for some milliseconds. */
const MOST = { sqlite: 1000, postgres: 20_000 } as const;

/** Some objects of one kind: their number, and a query for their IDs. */
export interface Part {
  kind: Kind;
  count: number;
  ids: SelectQueryBuilder<Schema, never, { id: string }>;
}

const IN_WORKSPACE = ['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const;
const CHILD: Partial<Record<Kind, Kind>> = { analysis: 'figure', figure: 'revision', asset: 'asset_revision' };

/**
 * Divides an object and everything below it into parts; the workspaces of an organization are not below it. Objects with
 * one parent come newest first. Between two parts others take their turn, and nothing is open.
 */
export async function* partsOf(
  db: Db,
  { id, kind }: Pick<StoredObject, 'id' | 'kind'>,
  most: number = MOST[engineOf(db)],
): AsyncGenerator<Part> {
  yield { kind, count: 1, ids: idsOf(db.selectFrom('objects as o').where('o.id', '=', id)) };
  if (kind === 'workspace')
    for (const each of IN_WORKSPACE) {
      const inside = db.selectFrom('objects as o').where('o.workspace_id', '=', id).where('o.kind', '=', each);
      for await (const range of rangesOf(db, inside, most)) yield partOf(each, range);
    }
  const child = CHILD[kind];
  if (!child) return;
  const children = db.selectFrom('objects as o').where('o.parent_id', '=', id);
  for await (const range of rangesOf(db, children, most)) {
    yield partOf(child, range);
    const grandchild = CHILD[child];
    if (grandchild) yield* partsBelow(db, grandchild, range, most);
  }
}

type Rows = ReturnType<typeof rowsOf>;
const rowsOf = (db: Db) => db.selectFrom('objects as o');

const idsOf = (rows: Rows) => rows.select('o.id');
const partOf = (kind: Kind, range: Range): Part => ({ kind, count: range.count, ids: idsOf(within(range)) });

/** Rows with numbers in the sequence from `first` to `last`. */
interface Range {
  rows: Rows;
  first: number;
  last: number;
  count: number;
}

const within = ({ rows, first, last }: Omit<Range, 'count'>): Rows =>
  rows.where('o.seq', '>=', first).where('o.seq', '<=', last);

async function* rangesOf(db: Db, rows: Rows, most: number): AsyncGenerator<Range> {
  for (let last = Number.MAX_SAFE_INTEGER; ; ) {
    const newest = rows.select('o.seq').where('o.seq', '<=', last).orderBy('o.seq', 'desc').limit(most);
    const found = await db
      .selectFrom(newest.as('n'))
      .select((eb) => [eb.fn.min('n.seq').as('first'), eb.fn.max('n.seq').as('last'), eb.fn.countAll().as('count')])
      .executeTakeFirstOrThrow();
    const count = Number(found.count);
    if (count > 0) yield { rows, first: found.first, last: found.last, count };
    await othersTurn();
    if (count < most) return;
    last = found.first - 1;
  }
}

/** The children of parents, which may have many each. */
async function* partsBelow(db: Db, kind: Kind, parents: Omit<Range, 'count'>, most: number): AsyncGenerator<Part> {
  const { rows, first, last } = parents;
  const ids = db
    .selectFrom(idsOf(within(parents)).as('p'))
    .innerJoin('objects as o', 'o.parent_id', 'p.id')
    .select('o.id');
  const { count } = await db
    .selectFrom(ids.limit(most + 1).as('n'))
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  await othersTurn();
  if (Number(count) <= most) {
    if (Number(count) > 0) yield { kind, count: Number(count), ids };
  } else if (first === last) {
    const children = db.selectFrom('objects as o').where('o.parent_id', '=', idsOf(within(parents)));
    for await (const range of rangesOf(db, children, most)) yield partOf(kind, range);
  } else {
    const middle = Math.floor((first + last) / 2);
    yield* partsBelow(db, kind, { rows, first: middle + 1, last }, most);
    yield* partsBelow(db, kind, { rows, first, last: middle }, most);
  }
}
