import { type Db, forIds, type Trx } from '../../kernel/db/index.ts';

/** A tag, and the key that it is compared by. */
export interface Tag {
  key: string;
  text: string;
}

/** Tags of some figures in order of their keys. Figures without tags are missing. */
export async function tagsOf(db: Db, figureIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await forIds(figureIds, (some) =>
    db.selectFrom('figure_tags').selectAll().where('figure_id', 'in', some).execute(),
  );
  // Not sorted by the database: PostgreSQL would follow its locale.
  const sorted = rows.toSorted((a, b) => (a.tag_key < b.tag_key ? -1 : 1));
  const byFigure = Map.groupBy(sorted, ({ figure_id }) => figure_id);
  return new Map([...byFigure].map(([id, tags]) => [id, tags.map(({ tag }) => tag)]));
}

/** Tags of one figure with their keys, in order. */
export async function readTags(db: Db, figureId: string): Promise<Tag[]> {
  const rows = await db.selectFrom('figure_tags').selectAll().where('figure_id', '=', figureId).execute();
  return rows.map(({ tag_key, tag }) => ({ key: tag_key, text: tag })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Replaces the tags of a locked figure. */
export async function writeTags(trx: Trx, figureId: string, tags: readonly Tag[]): Promise<void> {
  await trx.deleteFrom('figure_tags').where('figure_id', '=', figureId).execute();
  if (tags.length === 0) return;
  const rows = tags.map(({ key, text }) => ({ figure_id: figureId, tag_key: key, tag: text }));
  await trx.insertInto('figure_tags').values(rows).execute();
}
