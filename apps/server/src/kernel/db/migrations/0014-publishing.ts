import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, key, required } from './parts.ts';

/**
 * Inserts a revision below a locked parent, with its data and its activity item, and adds its size and time to all
 * parents, level by level. Returns its number. A call takes one round trip, and the statements would take nine.
 */
const publishFunction = sql`
  create function publish_revision(
    new_id text, kind text, parent text, workspace text, size bigint, at bigint, by text,
    metadata text, is_clean_room integer, short_id text, derived_from text, key_id text, name_key text,
    data_ids text[], names text[], types text[], hashes text[], sizes bigint[], clean_rooms integer[],
    metadatas text[], stores text[],
    activity_id text, analysis text, name_before_number text
  ) returns integer language plpgsql as $body$
  #variable_conflict use_variable
  declare
    above text := parent;
    number integer;
  begin
    while above is not null loop
      update objects o
      set size_bytes = o.size_bytes + size, child_updated_on = at, child_updated_by = by
      where o.id = above
      returning o.parent_id into above;
    end loop;
    insert into objects (id, kind, parent_id, workspace_id, name, name_key, size_bytes, created_on, created_by)
    values (new_id, kind, parent, workspace, '', name_key, size, at, by);
    select coalesce(max(r.revision_index) + 1, 0) into number from revisions r where r.parent_id = parent;
    insert into revisions (id, parent_id, revision_index, metadata, is_clean_room, short_id, derived_from, key_id)
    values (new_id, parent, number, metadata, is_clean_room, short_id, derived_from, key_id);
    insert into data (id, owner_id, position, name, type, hash, size_bytes, is_clean_room, metadata, store)
    select d.id, new_id, d.place - 1, d.name, d.type, d.hash, d.bytes, d.clean, d.meta, d.store
    from unnest(data_ids, names, types, hashes, sizes, clean_rooms, metadatas, stores)
      with ordinality d(id, name, type, hash, bytes, clean, meta, store, place);
    insert into activity
      (id, workspace_id, analysis_id, username, timestamp, action, target_id, target_type, target_name)
    values (activity_id, workspace, analysis, by, at, 'create', new_id, kind, name_before_number || (number + 1));
    return number;
  end
  $body$`;

/** The parent of a revision beside its number, and small blobs in SQLite. */
export async function publishing(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema.alterTable('revisions').addColumn('parent_id', 'text').execute();
  await sql`
    update revisions set parent_id = (select o.parent_id from objects o where o.id = revisions.id)`.execute(db);
  await index(db, 'revisions', ['parent_id', 'revision_index']);

  if (engine === 'postgres') {
    await publishFunction.execute(db);
    return;
  }
  await db.schema
    .createTable('blobs')
    .addColumn('hash', 'text', required)
    .addColumn('kept_at', 'bigint', required)
    // Last, because the columns after it are slow to read.
    .addColumn('bytes', 'blob', required)
    .addPrimaryKeyConstraint(...key('blobs', 'hash'))
    .execute();
}
