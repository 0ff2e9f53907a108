import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { required, withSequence } from './parts.ts';

/** A change of a row that changes what a search may find. */
interface Watched {
  table: string;
  event: string;
  /** Condition on `old` and `new`. */
  when?: string;
  /** IDs of the objects to index again, as a query, and whether a search hides them until then. */
  queues: readonly (readonly [ids: string, hides: 0 | 1])[];
}

const REVISIONS = `('revision', 'asset_revision')`;
const IS_REVISION = `new.kind in ${REVISIONS}`;
const REMOVED = `like 'removed%'`;

/** The figure or asset of a revision, if it is not deleted itself. */
const parentOf = (revision: string): string => `select p.id from objects o join objects p on p.id = o.parent_id
  where o.id = ${revision} and o.kind in ${REVISIONS}`;
const thereWith = (id: string): string =>
  `select id from objects where id = ${id} and kind in ('figure', 'asset') and workspace_id not ${REMOVED}`;

const WATCHED: readonly Watched[] = [
  { table: 'objects', event: 'insert', when: `new.kind <> 'organization'`, queues: [['select new.id as id', 0]] },
  {
    table: 'objects',
    event: 'update of name, description',
    when: `new.name <> old.name or coalesce(new.description, '') <> coalesce(old.description, '')`,
    queues: [
      ['select new.id as id', 1],
      // Documents of revisions have the name of their figure.
      [`select id from objects where parent_id = new.id and kind in ${REVISIONS}`, 1],
    ],
  },
  {
    table: 'objects',
    event: 'update of parent_id',
    when: `new.parent_id is not null and old.parent_id is not null and new.parent_id <> old.parent_id`,
    queues: [
      ['select new.id as id', 1],
      [`select id from objects where parent_id = new.id and kind in ${REVISIONS}`, 0],
      [thereWith('old.parent_id'), 1],
    ],
  },
  {
    table: 'objects',
    event: 'update of workspace_id',
    when: `new.workspace_id not ${REMOVED} and new.workspace_id <> old.workspace_id`,
    queues: [['select new.id as id', 0]],
  },
  {
    table: 'objects',
    event: 'update of workspace_id',
    when: `new.workspace_id ${REMOVED} and ${IS_REVISION}`,
    queues: [[thereWith('old.parent_id'), 1]],
  },
  // Appended data.
  {
    table: 'objects',
    event: 'update of size_bytes',
    when: `${IS_REVISION} and new.size_bytes <> old.size_bytes`,
    queues: [['select new.id as id', 0]],
  },
  {
    table: 'objects',
    event: 'delete',
    queues: [
      ['select old.id as id', 0],
      [thereWith('old.parent_id'), 1],
    ],
  },
  {
    table: 'revisions',
    event: 'update of metadata',
    when: 'new.metadata <> old.metadata',
    queues: [
      ['select new.id as id', 1],
      [parentOf('new.id'), 1],
    ],
  },
  {
    table: 'data',
    event: 'delete',
    queues: [
      ['select id from objects where id = old.owner_id', 1],
      [parentOf('old.owner_id'), 1],
    ],
  },
  { table: 'figure_tags', event: 'insert', queues: [['select new.figure_id as id', 0]] },
  { table: 'figure_tags', event: 'delete', queues: [['select id from objects where id = old.figure_id', 1]] },
];

/** The objects whose text changed since a search index has it. Triggers write it, so that no change can be forgotten. */
export async function searchQueue(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await withSequence(db.schema.createTable('search_queue'), engine)
    .addColumn('object_id', 'text', required)
    .addColumn('hides', 'integer', required)
    .execute();
  // Without the rows of publishes, which hide nothing.
  await sql`create index search_queue_hiding on search_queue (object_id) where hides = 1`.execute(db);
  for (const [at, { table, event, when, queues }] of WATCHED.entries()) {
    const name = `search_queue_${table}_${at}`;
    const body = queues.map(([ids, hides]) => insertion(ids, hides)).join('\n');
    const condition = when === undefined ? '' : `when (${when})`;
    const trigger = `create trigger ${name} after ${event} on ${table} for each row ${condition}`;
    const run = (statement: string) => sql.raw(statement).execute(db);
    if (engine === 'sqlite') await run(`${trigger} begin ${body} end`);
    else {
      await run(`create function ${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`);
      await run(`${trigger} execute function ${name}()`);
    }
  }
}

/** Every change is a row of its own: an earlier row may be at work already, with the text of before. */
const insertion = (ids: string, hides: 0 | 1): string =>
  `insert into search_queue (object_id, hides) select c.id, ${hides} from (${ids}) c;`;
