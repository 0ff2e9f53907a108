import type { BenchData } from './engines.ts';

/** A published figure that is copied, and how often: every so many copies is one of it. */
export type FigureTemplate = { figure: string; revision: string; every: number };

/** One statement that copies rows. `t` is the row, `i` the number of the copy. */
type Copy = {
  table: string;
  /** Column that has the ID of the template. */
  key: string;
  /** SQL of that ID. */
  template: string;
  /** SQL of the columns that differ in a copy. */
  changed: Record<string, string>;
};

/**
 * Copies a published revision of a figure so many times, with direct rows in one transaction. This takes seconds where
 * publishing takes minutes. All copies share the stored bytes. The statements run on both engines.
 */
export async function copyRevisions(data: BenchData, revision: string, count: number): Promise<void> {
  const template = `'${revision}'`;
  const copies: Copy[] = [
    { table: 'objects', key: 'id', template, changed: { ...ids('id'), ...times(count, OBJECT_TIMES) } },
    { table: 'revisions', key: 'id', template, changed: { ...ids('id'), revision_index: 't.revision_index + i' } },
    { table: 'data', key: 'owner_id', template, changed: ids('id', 'owner_id') },
    { table: 'activity', key: 'target_id', template, changed: ids('id', 'target_id') },
  ];
  await data.change(await statementsOf(data, copies, count));
}

/**
 * Copies published figures of one revision each into their analysis, so many times in all. Copy `i` is one of the first
 * template whose `every` divides `i`; the last template should have 1. The copies follow the last change of the analysis,
 * a microsecond apart. A test of the server compares them with published ones.
 */
export async function copyFigures(
  data: BenchData,
  { analysis, templates }: { analysis: string; templates: readonly FigureTemplate[] },
  count: number,
): Promise<void> {
  const chosen = (part: 'figure' | 'revision') =>
    `case ${templates.map((one) => `when i % ${one.every} = 0 then '${one[part]}'`).join(' ')} end`;
  const [figure, revision] = [chosen('figure'), chosen('revision')];
  const last = `(select child_updated_on from objects where id = '${analysis}')`;
  const later = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `t.${name} * 0 + ${last} + i`]));
  const object = { ...ids('id'), ...later(...OBJECT_TIMES) };
  const named = { name: `t.name || ' ' || i`, name_key: `t.name_key || ' ' || i` };
  const logged = { ...ids('id', 'target_id'), ...later('timestamp') };
  const numbered = { target_name: `replace(t.target_name, ' – Revision', ' ' || i || ' – Revision')` };
  const copies: Copy[] = [
    { table: 'objects', key: 'id', template: figure, changed: { ...object, ...named } },
    { table: 'figure_tags', key: 'figure_id', template: figure, changed: ids('figure_id') },
    { table: 'stars', key: 'object_id', template: figure, changed: ids('object_id') },
    { table: 'objects', key: 'id', template: revision, changed: { ...object, ...ids('parent_id') } },
    { table: 'revisions', key: 'id', template: revision, changed: ids('id', 'parent_id') },
    { table: 'data', key: 'owner_id', template: revision, changed: ids('id', 'owner_id') },
    {
      table: 'activity',
      key: 'target_id',
      template: figure,
      changed: { ...logged, target_name: `t.target_name || ' ' || i` },
    },
    { table: 'activity', key: 'target_id', template: revision, changed: { ...logged, ...numbered } },
  ];
  const workspace = `(select parent_id from objects where id = '${analysis}')`;
  await data.change([
    ...(await statementsOf(data, copies, count)),
    ...[`'${analysis}'`, workspace].map(
      (id) => `update objects set child_updated_on = ${last} + ${id === workspace ? 0 : count},
        size_bytes = (select sum(c.size_bytes) from objects c where c.parent_id = objects.id) where id = ${id}`,
    ),
  ]);
}

const OBJECT_TIMES = ['created_on', 'updated_on', 'child_updated_on'];

async function statementsOf(data: BenchData, copies: readonly Copy[], count: number): Promise<string[]> {
  const statements: string[] = [];
  for (const { table, key, template, changed } of copies) {
    // Servers of older commits lack some columns and tables.
    const columns = (await data.columns(table)).filter((name) => name !== 'seq');
    const values = columns.map((name) => changed[name] ?? `t.${name}`);
    if (columns.length > 0)
      statements.push(`insert into ${table} (${columns.join(', ')})
        with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
        select ${values.join(', ')} from n join ${table} t on t.${key} = ${template} order by i`);
  }
  return statements;
}

const times = (count: number, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `t.${name} - ${count} + i`]));

const ids = (...names: string[]) => Object.fromEntries(names.map((name) => [name, idOfCopy(name)]));

/** Replaces the last twelve digits of a UUID by the number of the copy. */
const idOfCopy = (column: string): string =>
  `substr(t.${column}, 1, 24) || substr('000000000000' || i, length('000000000000' || i) - 11)`;
