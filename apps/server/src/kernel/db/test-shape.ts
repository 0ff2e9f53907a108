import { sql } from 'kysely';
import type { Db, Engine } from './index.ts';

/** A foreign key or an index in the engine's description. */
interface Part {
  table: string;
  text: string;
}

/** Describes tables, columns, keys and indexes in the same words for both engines, one per line. */
export async function describeShape(db: Db, engine: Engine): Promise<string> {
  const tables = await db.introspection.getTables();
  const parts = engine === 'sqlite' ? await sqliteParts(db) : await postgresParts(db);
  return tables
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, columns }) => {
      const described = columns.map(({ name: column, dataType, isNullable, isAutoIncrementing }) =>
        isAutoIncrementing ? `${column} sequence` : `${column} ${typeOf(dataType)}${isNullable ? '' : ' not null'}`,
      );
      const rest = parts.filter(({ table }) => table === name).map(({ text }) => text);
      return [name, ...[...described, ...rest.toSorted()].map((line) => `  ${line}`), ''].join('\n');
    })
    .join('\n');
}

const typeOf = (type: string) => ({ int4: 'integer', int8: 'bigint' })[type] ?? type.toLowerCase();

async function sqliteParts(db: Db): Promise<Part[]> {
  const indexes = await sql<Part>`
    select m.name as "table",
      case when i.origin = 'c' then 'index ' || i.name else 'unique' end
      || ' (' || (select group_concat(name, ', ') from (select name from pragma_index_info(i.name) order by seqno)) || ')' as text
    from sqlite_master m, pragma_index_list(m.name) i where m.type = 'table'`.execute(db);
  const references = await sql<Part>`
    select m.name as "table",
      'foreign key (' || f."from" || ') to ' || f."table" || ' (' || f."to" || ') on delete ' || lower(f.on_delete) as text
    from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table'`.execute(db);
  return [...indexes.rows, ...references.rows];
}

async function postgresParts(db: Db): Promise<Part[]> {
  // Omits the primary key of a sequence: in SQLite it is not an index but the table itself.
  const indexes = await sql<Part>`
    select t.relname as "table",
      case when i.indisunique then 'unique' else 'index ' || c.relname end
      || ' (' || (select string_agg(a.attname, ', ' order by k.n) from unnest(i.indkey) with ordinality k(attnum, n)
                  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum) || ')' as text
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and not (i.indisprimary and exists (
      select 1 from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey) and a.attidentity <> ''))`.execute(
    db,
  );
  const references = await sql<Part>`
    select t.relname as "table",
      'foreign key (' || a.attname || ') to ' || r.relname || ' (' || b.attname || ') on delete '
      || case c.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'a' then 'no action' else c.confdeltype::text end as text
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
      join pg_attribute b on b.attrelid = r.oid and b.attnum = c.confkey[1]
    where c.contype = 'f' and t.relnamespace = 'public'::regnamespace`.execute(db);
  return [...indexes.rows, ...references.rows];
}
