import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, required, to, withSequence } from './parts.ts';

/** Tags of figures, and objects that people starred. */
export async function tagsAndStars(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('figure_tags')
    .addColumn('figure_id', 'text', to('objects.id'))
    .addColumn('tag_key', 'text', required)
    .addColumn('tag', 'text', required)
    .addPrimaryKeyConstraint('figure_tags_pkey', ['figure_id', 'tag_key'])
    .execute();
  await index(db, 'figure_tags', ['tag_key', 'figure_id']);
  await withSequence(db.schema.createTable('stars'), engine)
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('starred_on', 'bigint', required)
    .addUniqueConstraint('stars_object_id_key', ['user_id', 'object_id'])
    .execute();
  await index(db, 'stars', ['object_id']);
}
