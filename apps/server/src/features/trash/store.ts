import type { Kind } from '@gofigr/contract';
import { type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { objects, rolesThat, type StoredObject, trashMark, wire } from '../../kernel/objects/index.ts';
import { assetAnalysis } from '../asset/index.ts';

/** Objects in the trash that the caller may delete, as `o`, with what is known of them. */
const items = (db: Db, { userId, scope, via }: SignedIn) =>
  db
    .selectFrom('trash as t')
    .innerJoin('objects as o', (join) =>
      join
        .onRef('o.id', '=', 't.object_id')
        .on(sql<SqlBool>`o.workspace_id = ${sql.lit(trashMark(''))} || t.object_id`),
    )
    .innerJoin('objects as h', 'h.id', 't.workspace_id')
    .innerJoin('workspaces as w', 'w.id', 't.workspace_id')
    .leftJoin('objects as p', 'p.id', 't.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .leftJoin('members as m', (join) => join.onRef('m.object_id', '=', 'w.id').on('m.user_id', '=', userId))
    .leftJoin('members as n', (join) =>
      join.onRef('n.object_id', '=', 'w.organization_id').on('n.user_id', '=', userId),
    )
    .where((eb) => {
      const either = (action: 'own' | 'delete') => {
        const roles = rolesThat(action, 'workspace');
        return eb.or([eb('m.role', 'in', roles), eb('n.role', 'in', roles)]);
      };
      const inWorkspace = eb.and([eb('o.kind', '<>', 'workspace'), either('delete')]);
      // No key deletes a workspace.
      return via === 'api_key' ? inWorkspace : eb.or([either('own'), inWorkspace]);
    })
    .$if(scope !== null, (query) => query.where('t.workspace_id', 'in', scope ?? []));

const rows = (db: Db, principal: SignedIn) =>
  items(db, principal)
    .select(['o.id', 'o.kind', 'o.name', 'o.size_bytes', 't.seq', 't.deleted_on', 't.deleted_by', 't.object_id'])
    .select(['t.workspace_id as home_id', 'h.name as home_name', 't.parent_id as kept_parent_id', 't.parent_id'])
    .select(['p.name as parent_name', 'p.workspace_id as parent_place', 'r.revision_index', 't.workspace_id']);
export type ItemRow = Awaited<ReturnType<typeof pageOf>>[number];

export interface PageAsked {
  workspaceId: string | null;
  before: number | null;
  limit: number;
}

/** Objects in the trash, the last deleted first. */
export const pageOf = (db: Db, principal: SignedIn, { workspaceId, before, limit }: PageAsked) =>
  rows(db, principal)
    .$if(workspaceId !== null, (query) => query.where('t.workspace_id', '=', workspaceId ?? ''))
    .$if(before !== null, (query) => query.where('t.seq', '<', before ?? 0))
    .orderBy('t.seq', 'desc')
    .limit(limit)
    .execute();

/** Number and bytes of the objects in the trash. */
export async function totalOf(db: Db, principal: SignedIn, workspaceId: string | null) {
  const { count, size } = await items(db, principal)
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.sum('o.size_bytes').as('size')])
    .$if(workspaceId !== null, (query) => query.where('t.workspace_id', '=', workspaceId ?? ''))
    .executeTakeFirstOrThrow();
  return { total: Number(count), size: Number(size ?? 0) };
}

export const findItem = (db: Db, principal: SignedIn, id: string): Promise<ItemRow | undefined> =>
  rows(db, principal).where('t.object_id', '=', id).executeTakeFirst();

/** Number of objects of each kind that were deleted with each of these, without themselves. */
export async function countsOf(db: Db, ids: readonly string[]): Promise<Map<string, Map<Kind, number>>> {
  const idOf = new Map(ids.map((id) => [trashMark(id), id]));
  const counted = await forIds([...idOf.keys()], (some) =>
    db
      .selectFrom('objects')
      .select((eb) => ['workspace_id', 'kind', eb.fn.countAll().as('count')])
      .where('workspace_id', 'in', some)
      .where('parent_id', 'is not', null)
      .groupBy(['workspace_id', 'kind'])
      .execute(),
  );
  const counts = Map.groupBy(counted, ({ workspace_id }) => idOf.get(workspace_id) ?? '');
  return new Map(
    [...counts].map(([id, kinds]) => [id, new Map(kinds.map(({ kind, count }) => [kind, Number(count)]))]),
  );
}

/** The object that was deleted first, if that was before a time. */
export const oldest = async (db: Db, before: number): Promise<string | undefined> =>
  (
    await db
      .selectFrom('trash')
      .select('object_id')
      .where('deleted_on', '<=', before)
      .orderBy('deleted_on')
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
  )?.object_id;

/** The analysis that logs an object: its own, or the one that its asset is for. */
export async function analysisOf(db: Db, object: StoredObject): Promise<string | null> {
  if (object.kind === 'analysis') return object.id;
  if (object.kind === 'figure') return object.parent_id;
  if (object.kind === 'revision') return (await objects.get(db, wire.parentId(object))).parent_id;
  if (object.kind === 'workspace') return null;
  return assetAnalysis(db, object.kind === 'asset' ? object.id : wire.parentId(object));
}
