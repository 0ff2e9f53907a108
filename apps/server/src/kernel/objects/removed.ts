import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * `workspace_id` of objects that are deleted, but whose rows are still there (removal.ts). No workspace has this ID, so
 * they belong to nobody.
 */
export const REMOVED = 'removed';

/** `workspace_id` of an object in the trash, and of everything that was deleted with it. They belong to nobody either. */
export const trashMark = (rootId: string): string => `${REMOVED}:${rootId}`;

/** ID of the object in the trash with which an object was deleted, or null. */
export const trashRootOf = ({ workspace_id }: { workspace_id: string }): string | null =>
  workspace_id.startsWith(trashMark('')) ? workspace_id.slice(trashMark('').length) : null;

/** Condition of a query on `objects`: whether the object is not deleted. `table` is the table's alias. */
export const isThere = (table: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${table}.workspace_id`)} not like ${sql.lit(`${REMOVED}%`)}`;
