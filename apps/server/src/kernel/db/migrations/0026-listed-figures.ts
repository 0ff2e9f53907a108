import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { required, to } from './parts.ts';

/**
 * A narrow table for all that lists of figures filter and sort by. Every publish changes the size and the time of
 * a figure, its analysis and its workspace: while indexes of `objects` had these columns, PostgreSQL wrote all index
 * entries of the three rows again. Triggers keep the table, so no writer of `objects` knows it.
 */
export async function listedFigures(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const name of OLD_INDEXES) await sql`drop index ${sql.id(name)}`.execute(db);
  await db.schema
    .createTable('listed_figures')
    .addColumn('id', 'text', to('objects.id'))
    .addColumn('seq', 'bigint', required)
    .addColumn('parent_id', 'text')
    .addColumn('workspace_id', 'text', required)
    .addColumn('created_by', 'text', required)
    .addColumn('shown_kind', 'text')
    .addColumn('has_table', 'integer')
    .addColumn('changed_on', 'bigint', required)
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('name', 'text', required)
    .addColumn('tags', 'text', required)
    .addPrimaryKeyConstraint('listed_figures_pkey', ['id'])
    .execute();
  await sql`insert into listed_figures (${sql.raw(COLUMNS)})
    select ${sql.raw(valuesOf('o'))}, ${sql.raw(tagsOf(engine, 'o.id'))} from objects o
    where o.kind = 'figure' order by o.seq`.execute(db);
  for (const [name, columns] of Object.entries(INDEXES))
    await sql`create index ${sql.id(`listed_figures_by_${name}`)} on listed_figures (${sql.raw(columns)})`.execute(db);
  for (const statement of engine === 'sqlite' ? SQLITE_TRIGGERS : POSTGRES_TRIGGERS)
    await sql.raw(statement).execute(db);
}

const OLD_INDEXES = [
  'figures_by_change',
  'figures_by_creation',
  'figures_by_name',
  'figures_by_size',
  'figures_of_workspace_by_change',
];

const INDEXES = {
  // Everything that filters ask for: counts read nothing else. Its order is that of the counts beside the filters.
  filter: 'parent_id, created_by, shown_kind, has_table, changed_on, size_bytes, seq, name, tags, id',
  change: 'parent_id, changed_on, seq',
  creation: 'parent_id, seq',
  name: 'parent_id, name, seq',
  size: 'parent_id, size_bytes, seq',
  workspace: 'workspace_id, changed_on, seq, name, id',
};

const COLUMNS =
  'id, seq, parent_id, workspace_id, created_by, shown_kind, has_table, changed_on, size_bytes, name, tags';

/** The later of an object's own change and the last one below it, as in `objects.CHANGED`. */
const changed = (row: string): string =>
  `case when coalesce(${row}.child_updated_on, 0) > coalesce(${row}.updated_on, ${row}.created_on)
    then ${row}.child_updated_on else coalesce(${row}.updated_on, ${row}.created_on) end`;

/** Cut, because PostgreSQL indexes no row over 2.7 kB. */
const name = (row: string): string => `substr(lower(${row}.name), 1, 200)`;

const valuesOf = (row: string): string =>
  ['id', 'seq', 'parent_id', 'workspace_id', 'created_by', 'shown_kind', 'has_table']
    .map((column) => `${row}.${column}`)
    .concat(changed(row), `${row}.size_bytes`, name(row))
    .join(', ');

/** The keys of a figure's tags, each between line breaks, which no tag has. Cut like names. */
const tagsOf = (engine: Engine, figure: string): string => {
  const [end, joined] =
    engine === 'sqlite'
      ? ['char(10)', 'group_concat(g.tag_key, char(10))']
      : ['chr(10)', `string_agg(g.tag_key, chr(10))`];
  return `coalesce((select substr(${end} || ${joined} || ${end}, 1, 300)
    from figure_tags g where g.figure_id = ${figure}), '')`;
};

const update = `update listed_figures set parent_id = new.parent_id, workspace_id = new.workspace_id,
  created_by = new.created_by, shown_kind = new.shown_kind, has_table = new.has_table, changed_on = ${changed('new')},
  size_bytes = new.size_bytes, name = ${name('new')} where id = new.id;`;

const insert = `insert into listed_figures (${COLUMNS}) values (${valuesOf('new')}, '');`;

const updateTags = (engine: Engine, which: string): string =>
  `update listed_figures set tags = ${tagsOf(engine, 'listed_figures.id')} where id ${which};`;

const LISTED = `parent_id, workspace_id, created_by, created_on, updated_on, child_updated_on, shown_kind, has_table,
  size_bytes, name`;

const SQLITE_TRIGGERS = [
  `create trigger list_figure after insert on objects when new.kind = 'figure' begin ${insert} end`,
  `create trigger list_figure_again after update of ${LISTED} on objects when new.kind = 'figure' begin ${update} end`,
  `create trigger list_tag after insert on figure_tags begin ${updateTags('sqlite', '= new.figure_id')} end`,
  `create trigger list_without_tag after delete on figure_tags begin ${updateTags('sqlite', '= old.figure_id')} end`,
];

const plpgsql = (called: string, body: string): string =>
  `create function ${called}() returns trigger language plpgsql as $body$ begin ${body} return null; end $body$`;

const POSTGRES_TRIGGERS = [
  plpgsql('list_figure', insert),
  plpgsql('list_figure_again', update),
  plpgsql('list_tags', updateTags('postgres', 'in (select figure_id from changed)')),
  `create trigger list_figure after insert on objects
    for each row when (new.kind = 'figure') execute function list_figure()`,
  `create trigger list_figure_again after update of ${LISTED} on objects
    for each row when (new.kind = 'figure') execute function list_figure_again()`,
  `create trigger list_tag after insert on figure_tags
    referencing new table as changed for each statement execute function list_tags()`,
  `create trigger list_without_tag after delete on figure_tags
    referencing old table as changed for each statement execute function list_tags()`,
];
