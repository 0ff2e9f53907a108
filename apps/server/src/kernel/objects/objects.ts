import { ACTIONS, type Action, type Kind } from '@gofigr/contract';
import { type Expression, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Principal, SignedIn } from '../auth/principal.ts';
import { type Db, engineOf, forIds, nameKeyOf, type ObjectTable, prepared, type Trx } from '../db/index.ts';
import { ApiError, notAllowed, notFound, notWithThisKey } from '../errors.ts';
import { keyAllows, may } from './decide.ts';
import { followInTrash } from './follow.ts';
import { revisionName } from './names.ts';
import { isThere } from './removed.ts';

/** A row of the object table, without its place in the order of rows: the fields that all kinds of objects share. */
export type StoredObject = Omit<Selectable<ObjectTable>, 'seq'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The user and time that every change records. */
export interface Stamp {
  by: string;
  at: number;
}

/** An object that the caller has a right on, and the organization of its workspace. */
export type Authorised = StoredObject & { organization_id: string | null; key_id: string | null };

/** The parent of an object, or a workspace's organization. */
export const homeOf = ({ kind, parent_id, organization_id }: Authorised): string | null =>
  kind === 'workspace' ? organization_id : parent_id;

/**
 * Checks whether the caller may do something to an object. All permissions are decided here, in one query at any depth.
 * `data` belong to their revision or asset revision. Throws `not_found` or `not_allowed`.
 */
export async function authorise(
  db: Db,
  principal: Principal,
  action: Action,
  kind: Kind | 'data',
  id: string,
): Promise<Authorised> {
  const { object, owns, allows } = await rightsOn(db, principal, kind, id, action === 'view');
  if (!owns(action)) throw notAllowed();
  if (!allows(action)) throw notWithThisKey();
  return object;
}

/** All actions that the caller may do to an object. Throws `not_found`. */
export async function rights(db: Db, principal: Principal, { kind, id }: StoredObject): Promise<Action[]> {
  const { allows } = await rightsOn(db, principal, kind, id, true);
  return ACTIONS.filter(allows);
}

/** With `shares` it also checks sharing, which only gives the right to view. */
async function rightsOn(db: Db, principal: Principal, kind: Kind | 'data', id: string, shares: boolean) {
  const wanted = id.toLowerCase();
  if (!UUID.test(wanted)) throw notFound(`No ${kind.replace('_', ' ')}`);
  const userId = principal.kind === 'user' ? principal.userId : '';
  const query = kind === 'data' ? (shares ? sharedDataRights : dataRights) : shares ? sharedRights : ownRights;
  // The queries of data ignore the kind.
  const { rows } = await query(db, { userId, id: wanted, kind: kind as Kind, now: currentTime() });
  const [row] = rows;
  if (!row) throw notFound(`No ${kind.replace('_', ' ')}`);
  const { role, organization_role, shared, ...object } = row;
  const { scope, key, credentialId } = principal.kind === 'anonymous' ? NO_KEY : principal;
  const inScope = scope === null || scope.includes(object.workspace_id);
  /** Tells whether the caller has the right, or would have it with a full key. */
  const owns = (action: Action) => inScope && may([role, organization_role], shared === 1, action, object.kind);
  const isOwn = object.key_id === credentialId;
  const allows = (action: Action) => owns(action) && (key === null || keyAllows(key, action, object.kind, isOwn));
  return { object, owns, allows };
}

interface RightsQuery {
  userId: string;
  id: string;
  kind: Kind;
  now: number;
}

/** An object, the caller's roles on it, and the key that published it. */
const withRoles = (db: Db, { userId }: RightsQuery) =>
  db
    .selectFrom('objects as o')
    .leftJoin('members as m', (join) => join.onRef('m.object_id', '=', 'o.workspace_id').on('m.user_id', '=', userId))
    .leftJoin('workspaces as w', 'w.id', 'o.workspace_id')
    .leftJoin('members as n', (join) =>
      join.onRef('n.object_id', '=', 'w.organization_id').on('n.user_id', '=', userId),
    )
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .selectAll('o')
    .select(['m.role', 'n.role as organization_role', 'w.organization_id', 'r.key_id'])
    .where(isThere('o'));

const ofKind = (db: Db, query: RightsQuery) =>
  withRoles(db, query).where('o.id', '=', query.id).where('o.kind', '=', query.kind);

const ofData = (db: Db, query: RightsQuery) =>
  withRoles(db, query).where('o.id', '=', (eb) =>
    eb.selectFrom('data').select('owner_id').where('data.id', '=', query.id),
  );

const ownRights = prepared((db, query: RightsQuery) => ofKind(db, query).select(sql.lit(0).as('shared')));
const sharedRights = prepared((db, query: RightsQuery) => ofKind(db, query).select(isSharedWith(query).as('shared')));
const dataRights = prepared((db, query: RightsQuery) => ofData(db, query).select(sql.lit(0).as('shared')));
const sharedDataRights = prepared((db, query: RightsQuery) =>
  ofData(db, query).select(isSharedWith(query).as('shared')),
);

const NO_KEY = { scope: null, key: null, credentialId: null };

/** The time in microseconds that links expire by. */
const currentTime = (): number => Date.now() * 1000;

/** Condition of a query on links: whether the link works, because it has not expired. */
export const isLive = (now: number): RawBuilder<SqlBool> => sql`(expiry is null or expiry > ${now})`;

/** The ID of a user, or a column that holds it. */
type UserId = string | Expression<string>;

/** `o`, its parent and its grandparent. No higher object can be shared. */
const SHARED_PATH = sql`(o.id, o.parent_id, (select p.parent_id from objects p where p.id = o.parent_id))`;

/** Tells whether one of these is shared with the user by name. */
const isSharedByName = (userId: UserId) =>
  sql<SqlBool>`exists (select 1 from user_shares where user_id = ${userId} and object_id in ${SHARED_PATH})`;

/** 1 if one of these is shared by link or with the user. */
const isSharedWith = ({ userId, now }: { userId: UserId; now: number }) =>
  sql<number>`case when exists (select 1 from link_shares where object_id in ${SHARED_PATH} and ${isLive(now)})
    or ${isSharedByName(userId)} then 1 else 0 end`;

/**
 * IDs of the workspaces and organizations that a user reaches: as their member, or as a member of a workspace's
 * organization. `accepted`: only through accepted memberships.
 */
export const rootsOf = (db: Db, userId: UserId, which: 'all' | 'accepted' = 'all') =>
  db
    .selectFrom('members as m')
    .innerJoin('objects as x', 'x.id', 'm.object_id')
    .select('m.object_id as id')
    .where('m.user_id', '=', userId)
    .where(isThere('x'))
    .$if(which === 'accepted', (query) => query.where('m.accepted', 'is not', null))
    .union(
      db
        .selectFrom('workspaces as w')
        .innerJoin('members as m', 'm.object_id', 'w.organization_id')
        .innerJoin('objects as x', 'x.id', 'w.id')
        .select('w.id')
        .where('m.user_id', '=', userId)
        .where(isThere('x'))
        .$if(which === 'accepted', (query) => query.where('m.accepted', 'is not', null)),
    );

/** The key's only workspace, or the caller's primary one. */
export async function usualWorkspace(db: Db, { userId, scope }: SignedIn): Promise<string | undefined> {
  if (scope !== null) return scope[0];
  const row = await db
    .selectFrom('workspaces as w')
    .innerJoin('members as m', 'm.object_id', 'w.id')
    .select('w.id')
    .where('m.user_id', '=', userId)
    .where('m.role', '=', 'owner')
    .where('w.workspace_type', '=', 'primary')
    .executeTakeFirst();
  return row?.id;
}

/** A query for all objects of a kind that the caller can reach as a member, as `o`, oldest first. */
export const reachableRows = (db: Db, principal: SignedIn, kind: Kind) =>
  db
    .selectFrom('objects as o')
    .selectAll('o')
    .where('o.kind', '=', kind)
    .where('o.workspace_id', 'in', rootsOf(db, principal.userId))
    .$if(principal.scope !== null, (query) => query.where('o.workspace_id', 'in', principal.scope ?? []))
    .orderBy('o.seq');

/** The last change of `o` or below it; "newest" in lists means this time. Indexes have the same text. */
export const CHANGED = sql<number>`case when coalesce(o.child_updated_on, 0) > coalesce(o.updated_on, o.created_on)
  then o.child_updated_on else coalesce(o.updated_on, o.created_on) end`;

/** All objects of a kind that the caller can reach as a member, oldest first. */
export const reachable = (db: Db, principal: SignedIn, kind: Kind): Promise<StoredObject[]> =>
  reachableRows(db, principal, kind).execute();

/** Condition of a query: whether the caller may view `o`. Decides like `authorise`, for many objects at once. */
export const isVisible = (db: Db, principal: Principal): RawBuilder<SqlBool> =>
  withinKey(principal, (userId) => isVisibleTo(db, userId));

/**
 * Condition of a query: whether a search may name `o` to the caller: as a member, or because it is shared with the caller by
 * name. An object that is only shared by link is for those who know the link.
 */
export const isFindable = (db: Db, principal: Principal): RawBuilder<SqlBool> =>
  withinKey(
    principal,
    (userId) =>
      sql<SqlBool>`(o.workspace_id in (${rootsOf(db, userId)}) or ${isThere('o')} and ${isSharedByName(userId)})`,
  );

/** A condition on `o` for a caller's user, within the workspaces of the caller's key. */
function withinKey(principal: Principal, conditionFor: (userId: string) => RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const userId = principal.kind === 'user' ? principal.userId : '';
  const scope = principal.kind === 'user' ? principal.scope : null;
  const here = scope === null ? sql`` : sql`o.workspace_id in (${sql.join(scope)}) and `;
  return sql<SqlBool>`${here}${conditionFor(userId)}`;
}

/** Condition of a query: whether a user may view `o`. */
export const isVisibleTo = (db: Db, userId: UserId): RawBuilder<SqlBool> =>
  sql<SqlBool>`(o.workspace_id in (${rootsOf(db, userId)})
    or ${isThere('o')} and ${isSharedWith({ userId, now: currentTime() })} = 1)`;

/** The objects among these, of one kind, that the caller may view. */
export async function visible(db: Db, principal: Principal, kind: Kind, ids: readonly string[]): Promise<Set<string>> {
  const rows = await forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .select('o.id')
      .where('o.id', 'in', some)
      .where('o.kind', '=', kind)
      .where(isVisible(db, principal))
      .execute(),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Children of some objects, of one kind, oldest first. */
export const children = (db: Db, parentIds: readonly string[], kind: Kind): Promise<StoredObject[]> =>
  forIds(parentIds, (some) =>
    db
      .selectFrom('objects')
      .selectAll()
      .where('parent_id', 'in', some)
      .where('kind', '=', kind)
      .orderBy('seq')
      .execute(),
  );

/** A query for the children of a kind with a name, as `o`, oldest first. Names are compared in NFC. */
export const namesakes = (db: Db, parentId: string, kind: Kind, name: string) =>
  db
    .selectFrom('objects as o')
    .select('o.id')
    .where('o.parent_id', '=', parentId)
    .where('o.kind', '=', kind)
    .where('o.name_key', '=', nameKeyOf(name))
    .orderBy('o.seq');

/** ID of the oldest child of a kind with a name. */
export const named = async (db: Db, parentId: string, kind: Kind, name: string): Promise<string | undefined> =>
  (await namesakes(db, parentId, kind, name).limit(1).executeTakeFirst())?.id;

export const find = async (db: Db, id: string): Promise<StoredObject | undefined> => (await byId(db, { id })).rows[0];

const byId = prepared((db, { id }: { id: string }) =>
  db.selectFrom('objects').selectAll().where('id', '=', id).where(isThere('objects')),
);

/** Returns an object that existed a moment ago; throws `not_found` if it was deleted since. */
export async function get(db: Db, id: string): Promise<StoredObject> {
  const object = await find(db, id);
  if (!object) throw notFound();
  return object;
}

/** The object and its parents that the caller may see, outermost first; a shared object's parents are hidden. */
export async function visiblePath(db: Db, principal: Principal, object: StoredObject): Promise<StoredObject[]> {
  const path = [object];
  for (let parentId = object.parent_id; parentId !== null; ) {
    const parent = await find(db, parentId);
    if (!parent || !(await can(db, principal, 'view', parent))) break;
    path.unshift(parent);
    parentId = parent.parent_id;
  }
  return path;
}

const REFUSALS: readonly string[] = ['not_allowed', 'not_with_this_key', 'not_found'];

/** Tells whether the caller may do something to an object. */
export async function can(
  db: Db,
  principal: Principal,
  action: Action,
  { kind, id }: Pick<StoredObject, 'kind' | 'id'>,
): Promise<boolean> {
  try {
    await authorise(db, principal, action, kind, id);
    return true;
  } catch (error) {
    if (error instanceof ApiError && REFUSALS.includes(error.code)) return false;
    throw error;
  }
}

/** The displayed name of an object; a revision has none of its own. */
export async function nameOf(db: Db, object: Pick<StoredObject, 'id' | 'name' | 'parent_id'>): Promise<string> {
  const row = await db
    .selectFrom('revisions as r')
    .innerJoin('objects as p', (join) => join.on('p.id', '=', object.parent_id ?? ''))
    .select(['p.name', 'r.revision_index'])
    .where('r.id', '=', object.id)
    .executeTakeFirst();
  return row ? revisionName(row.name, row.revision_index) : object.name;
}

export interface NewObject {
  id: string;
  kind: Kind;
  /** null for a workspace and an organization. */
  parent: StoredObject | null;
  name: string;
  description: string | null;
  size: number;
}

/** Inserts an object; fails with the database's conflict if the ID is taken. */
export async function insert(trx: Trx, object: NewObject, stamp: Stamp): Promise<StoredObject> {
  const row = newRow(object, stamp);
  await insertOne(trx, row);
  return row;
}

/** The row of a new object. */
export const newRow = (object: NewObject, { at, by }: Stamp): StoredObject => ({
  id: object.id,
  kind: object.kind,
  parent_id: object.parent?.id ?? null,
  workspace_id: object.parent?.workspace_id ?? object.id,
  name: object.name,
  name_key: nameKeyOf(object.name),
  description: object.description,
  size_bytes: object.size,
  created_on: at,
  created_by: by,
  updated_on: null,
  updated_by: null,
  child_updated_on: null,
  child_updated_by: null,
  shown_kind: null,
  has_table: null,
});

const insertOne = prepared((db, row: StoredObject) =>
  db.insertInto('objects').values({
    id: row.id,
    kind: row.kind,
    parent_id: row.parent_id,
    workspace_id: row.workspace_id,
    name: row.name,
    name_key: row.name_key,
    description: row.description,
    size_bytes: row.size_bytes,
    created_on: row.created_on,
    created_by: row.created_by,
  }),
);

/** Changes an object's own fields and records the update. */
export async function update(
  trx: Trx,
  id: string,
  fields: { name?: string; description?: string | null; size_bytes?: number },
  stamp: Stamp,
): Promise<void> {
  await trx
    .updateTable('objects')
    .set({
      ...fields,
      ...(fields.name !== undefined && { name_key: nameKeyOf(fields.name) }),
      updated_on: stamp.at,
      updated_by: stamp.by,
    })
    .where('id', '=', id)
    .execute();
}

/**
 * Locks an object until the transaction ends: other changes and publishes to it wait. Throws `not_found` if it is gone.
 * Sizes and parents are reliable only after this. On SQLite every transaction is alone from its begin.
 */
export async function lock(trx: Trx, id: string): Promise<StoredObject> {
  const object = engineOf(trx) === 'sqlite' ? await find(trx, id) : (await lockRow(trx, { id })).rows[0];
  if (!object) throw notFound();
  return object;
}

const lockRow = prepared((db, { id }: { id: string }) =>
  db.selectFrom('objects').selectAll().where('id', '=', id).where(isThere('objects')).forNoKeyUpdate(),
);

/**
 * Applies changes of size to all parents up to the workspace; for a revision's change, also its time and user. Goes
 * level by level and by ID within a level, so that concurrent writers on PostgreSQL lock rows in the same order, and
 * find the parents that the rows have then.
 */
export async function propagate(trx: Trx, sizes: ReadonlyMap<string, number>, stamp: Stamp | null): Promise<void> {
  const [lowest, ...more] = sizes;
  if (lowest && more.length === 0 && stamp && engineOf(trx) === 'sqlite') {
    const [id, size] = lowest;
    const { numAffectedRows } = await addToLine(trx, { id, size, ...stamp });
    if (numAffectedRows === 0n) throw notFound();
    return;
  }
  const parents = new Map<string, number>();
  for (const [id, size] of [...sizes].toSorted(([first], [second]) => (first < second ? -1 : 1))) {
    const { rows } = await (stamp ? addToStamped(trx, { id, size, ...stamp }) : addTo(trx, { id, size }));
    const [row] = rows;
    if (!row) throw notFound();
    const { parent_id } = row;
    if (parent_id !== null) parents.set(parent_id, (parents.get(parent_id) ?? 0) + size);
  }
  if (parents.size > 0) await propagate(trx, parents, stamp);
}

const sized = (db: Db, { id, size }: { id: string; size: number }) =>
  db
    .updateTable('objects')
    .set((eb) => ({ size_bytes: eb('size_bytes', '+', size) }))
    .where('id', '=', id)
    .where(isThere('objects'))
    .returning('parent_id');

const addTo = prepared((db, change: { id: string; size: number }) => sized(db, change));
const addToStamped = prepared((db, change: { id: string; size: number } & Stamp) =>
  sized(db, change).set({ child_updated_on: change.at, child_updated_by: change.by }),
);

/** Changes the object and all its parents at once. */
const addToLine = prepared((db, { id, size, at, by }: { id: string; size: number } & Stamp) =>
  db
    .withRecursive('line(id, parent_id)', (query) =>
      query
        .selectFrom('objects')
        .select(['id', 'parent_id'])
        .where('id', '=', id)
        .unionAll(
          query.selectFrom('objects as o').innerJoin('line', 'line.parent_id', 'o.id').select(['o.id', 'o.parent_id']),
        ),
    )
    .updateTable('objects')
    .set((eb) => ({ size_bytes: eb('size_bytes', '+', size), child_updated_on: at, child_updated_by: by }))
    .where('id', 'in', (eb) => eb.selectFrom('line').select('id'))
    .where(isThere('objects')),
);

/**
 * Locks the parents of a locked object that moves, in the order in which `propagate` changes them: otherwise two moves
 * in opposite directions would wait for each other. Returns the new parent.
 */
export async function lockParents(trx: Trx, { parent_id }: StoredObject, toId: string): Promise<StoredObject> {
  if (parent_id !== null && parent_id < toId) await lock(trx, parent_id);
  const to = await lock(trx, toId);
  if (parent_id !== null && parent_id > toId) await lock(trx, parent_id);
  return to;
}

/**
 * Moves a locked object, with everything below it, to another parent and updates sizes. The stamp is only for
 * revisions.
 */
export async function move(trx: Trx, object: StoredObject, to: StoredObject, stamp: Stamp | null): Promise<void> {
  const { id, parent_id, size_bytes } = object;
  await trx.updateTable('objects').set({ parent_id: to.id }).where('id', '=', id).execute();
  const from: [string, number][] = parent_id === null ? [] : [[parent_id, -size_bytes]];
  await propagate(trx, new Map([...from, [to.id, size_bytes]]), stamp);
  if (to.workspace_id === object.workspace_id) return;
  const moved = sql<string>`(
    with recursive below(id) as (
      select id from objects where id = ${id}
      union all
      select o.id from objects o join below b on o.parent_id = b.id
    )
    select id from below)`;
  await sql`update objects set workspace_id = ${to.workspace_id} where id in ${moved}`.execute(trx);
  await followInTrash(trx, moved, to.workspace_id);
}
