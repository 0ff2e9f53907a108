import { type Kysely, sql } from 'kysely';

/** The columns and indexes that lists of figures filter and sort by. */
export async function figureLists(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('objects').addColumn('shown_kind', 'text').execute();
  await db.schema.alterTable('objects').addColumn('has_table', 'integer').execute();
  await fill(db);
  // All columns that lists filter by are in each index: rows that don't match are passed over without being read.
  const filters = 'created_by, shown_kind, has_table, id';
  const indexes = {
    figures_by_change: `parent_id, (${CHANGED}), seq, ${filters}, (${NAME})`,
    // Not by the column itself: SQLite would take another index on it, without the filters.
    figures_by_creation: `parent_id, (seq + 0), seq, ${filters}, (${NAME})`,
    figures_by_name: `parent_id, (${NAME}), seq, ${filters}`,
    figures_by_size: `parent_id, size_bytes, seq, ${filters}, (${NAME})`,
    figures_of_workspace_by_change: `workspace_id, (${CHANGED}), seq, (${NAME}), id`,
  };
  for (const [name, columns] of Object.entries(indexes))
    await sql`create index ${sql.id(name)} on objects (${sql.raw(columns)}) where kind = 'figure'`.execute(db);
}

/** Cut, because PostgreSQL indexes no text over 2.7 kB. */
const NAME = 'substr(lower(name), 1, 200)';

const CHANGED = `case when coalesce(child_updated_on, 0) > coalesce(updated_on, created_on)
  then child_updated_on else coalesce(updated_on, created_on) end`;

interface Row {
  figure: string;
  id: string;
  type: string;
  metadata: string;
}

/** Describes the newest revision of every figure. */
async function fill(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<Row>`
    select r.parent_id as figure, d.owner_id as id, d.type, d.metadata
    from revisions r
      join objects o on o.id = r.id and o.kind = 'revision'
      join (
        select n.parent_id, max(n.revision_index) as newest from revisions n
          join objects p on p.id = n.id and p.parent_id = n.parent_id
        group by n.parent_id) m on m.parent_id = r.parent_id and m.newest = r.revision_index
      join data d on d.owner_id = r.id
    where d.type in ('image', 'dataframe')`.execute(db);
  const figures = Map.groupBy(rows, ({ figure }) => figure);
  const groups = Map.groupBy(figures.keys(), (figure) => JSON.stringify(describe(figures.get(figure) ?? [])));
  await sql`update objects set shown_kind = 'other', has_table = 0 where kind = 'figure'
    and exists (select 1 from objects r where r.parent_id = objects.id)`.execute(db);
  for (const [text, ids] of groups) {
    const { kind, table } = JSON.parse(text) as ReturnType<typeof describe>; // written above
    for (let start = 0; start < ids.length; start += 10_000)
      await sql`update objects set shown_kind = ${kind}, has_table = ${table}
        where id in (${sql.join(ids.slice(start, start + 10_000))})`.execute(db);
  }
}

function describe(data: readonly Row[]): { kind: string; table: number } {
  const images = data.filter(({ type }) => type === 'image');
  const isInteractive = images.some(({ metadata }) => /"format"\s*:\s*"html?"/i.test(metadata));
  const table = data.some(({ type }) => type === 'dataframe') ? 1 : 0;
  if (images.length > 0) return { kind: isInteractive ? 'interactive' : 'picture', table };
  return { kind: table === 1 ? 'table' : 'other', table };
}
