import { type SqlBool, sql } from 'kysely';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { isThere, objects, type Part, type StoredObject } from '../../kernel/objects/index.ts';

/** Number of links of objects that work. */
export async function countLinks(db: Db, { ids }: Part, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('link_shares')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('object_id', 'in', ids)
    .where(objects.isLive(now))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** IDs of people with whom objects are shared by name. */
export async function sharedWith(db: Db, { ids }: Part): Promise<string[]> {
  const rows = await db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select('s.user_id')
    .distinct()
    .where('s.object_id', 'in', ids)
    .where('u.is_active', '=', 1)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/**
 * IDs of revisions that were derived from revisions of a part, or use its assets, and are not below the object. Only
 * those that the caller may view.
 */
export async function usesOf(db: Db, principal: Principal, { ids }: Part, object: StoredObject): Promise<string[]> {
  const users = db
    .selectFrom('revisions')
    .select('id')
    .where('derived_from', 'in', ids)
    .union(db.selectFrom('asset_links').select('figure_revision_id as id').where('asset_revision_id', 'in', ids));
  const rows = await db
    .selectFrom('objects as o')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .select('o.id')
    .where('o.id', 'in', users)
    .where(
      sql<SqlBool>`${object.id} not in (o.id, o.workspace_id, coalesce(o.parent_id, ''), coalesce(p.parent_id, ''))`,
    )
    .where(objects.isVisible(db, principal))
    .execute();
  return rows.map(({ id }) => id);
}

export async function countMembers(db: Db, id: string): Promise<number> {
  const { count } = await db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('m.object_id', '=', id)
    .where('u.service_of', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function countWorkspaces(db: Db, organizationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('workspaces as w')
    .innerJoin('objects as o', 'o.id', 'w.id')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('w.organization_id', '=', organizationId)
    .where(isThere('o'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
