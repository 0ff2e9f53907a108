import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { key, required } from './parts.ts';

/** Texts that pictures show, by the hash of their bytes. The search index gets what a new one is the text of. */
export async function pictureTexts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('picture_texts')
    .addColumn('hash', 'text', required)
    .addColumn('text', 'text', required)
    .addPrimaryKeyConstraint(...key('picture_texts', 'hash'))
    .execute();
  const body = `insert into search_queue (object_id, hides) select distinct d.owner_id, 0 from data d where d.hash = new.hash;`;
  const trigger = `create trigger search_queue_picture_texts after insert on picture_texts for each row when (new.text <> '')`;
  const run = (statement: string) => sql.raw(statement).execute(db);
  if (engine === 'sqlite') await run(`${trigger} begin ${body} end`);
  else {
    await run(
      `create function search_queue_picture_texts() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
    );
    await run(`${trigger} execute function search_queue_picture_texts()`);
  }
}
