import type { BenchData } from './engines.ts';

/** Rows that are copied: a revision, and its figure too if every copy gets a figure of its own. */
export type Template = { revision: string; figure?: string };

/**
 * Copies a published revision so many times, with direct rows in one transaction. This takes seconds where publishing
 * takes minutes. All copies share the stored bytes. The statements run on both engines.
 */
export async function copyRevisions(data: BenchData, { revision, figure }: Template, count: number): Promise<void> {
  const copy = async (table: string, key: string, template: string, changed: Record<string, string>) => {
    const columns = (await data.columns(table)).filter((name) => name !== 'seq');
    const values = columns.map((name) => changed[name] ?? `t.${name}`);
    return `insert into ${table} (${columns.join(', ')})
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
      select ${values.join(', ')} from n, ${table} t where t.${key} = '${template}'`;
  };
  const ids = (...names: string[]) => Object.fromEntries(names.map((name) => [name, idOfCopy(name)]));
  const times = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `t.${name} - ${count} + i`]));
  const object = { ...ids('id'), ...times('created_on', 'updated_on', 'child_updated_on') };
  const statements = figure
    ? [
        await copy('objects', 'id', figure, {
          ...object,
          name: `t.name || ' ' || i`,
          name_key: `t.name_key || i`,
        }),
        await copy('activity', 'target_id', figure, ids('id', 'target_id')),
      ]
    : [];
  statements.push(
    await copy('objects', 'id', revision, { ...object, ...(figure && ids('parent_id')) }),
    await copy('revisions', 'id', revision, {
      ...ids('id'),
      // Servers of older commits have no such column there.
      ...(figure ? ids('parent_id') : { revision_index: 't.revision_index + i' }),
    }),
    await copy('data', 'owner_id', revision, ids('id', 'owner_id')),
    await copy('activity', 'target_id', revision, ids('id', 'target_id')),
  );
  await data.change(statements);
}

/** Replaces the last twelve digits of a UUID by the number of the copy. */
const idOfCopy = (column: string): string =>
  `substr(t.${column}, 1, 24) || substr('000000000000' || i, length('000000000000' || i) - 11)`;
