import { type RawBuilder, sql } from 'kysely';
import { type Db, transact } from '../../../kernel/db/index.ts';
import { type Language, written } from '../service/lexemes.ts';
import { type Asked, FORMAT, type FoundDocument, type SearchIndex } from '../service/search-index.ts';
import { vectorsOf } from '../service/vectors.ts';
import { keysOf } from '../service/vocabulary.ts';
import { MOST_GROUPED } from './fts-index.ts';

/**
 * Newest documents that a search looks among first, and next. GIN finds all documents of a word at once, so what is in
 * all texts would otherwise read and sort all rows, and for a phrase all words.
 */
const NEWEST = [6000, 30_000];
/** A search uses bounds of these ages. They only tell where to look first. */
const BOUNDS_MS = 10_000;

/**
 * The planner does not know that a condition on `words` reads many pages of each row. With a high price of rows, it
 * looks up words and times in their indexes, and reads the rows that both name.
 */
const PLANS = sql`select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
  set_config('cpu_tuple_cost', '1000', true)`;

/** Any number that nothing else on the database locks. */
const LOCK = 0x60f16273;

export interface PostgresIndexOptions {
  db: Db;
  /** Numbers of newest documents that a search looks among first. */
  newest?: readonly number[];
}

/** The index in a PostgreSQL database: a `tsvector` of each document, whose words a GIN index has. */
export function createPostgresIndex({ db, newest = NEWEST }: PostgresIndexOptions): SearchIndex {
  const known = new Set<string>();
  let prepared: Promise<void> | undefined;

  /** Creates the tables, unless they are there in this version. */
  function prepare(): Promise<void> {
    prepared ??= createTables(db, false).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  }

  let bounds: { ids: Promise<number[]>; readAt: number } | undefined;

  /** The times of the documents that are the so many newest. */
  function readBounds(): Promise<number[]> {
    const now = performance.now();
    if (!bounds || now - bounds.readAt > BOUNDS_MS) {
      const ids = Promise.all(newest.map((count) => boundAt(db, count))).then((all) => all.flat());
      bounds = { ids, readAt: now };
      ids.catch(() => {
        bounds = undefined;
      });
    }
    return bounds.ids;
  }

  /** Asks among the newest documents, then among older ones, until there are enough. Each `parent_id` is there once, if grouped. */
  async function found(asked: Asked, isGrouped: boolean): Promise<FoundDocument[]> {
    await prepare();
    const query = sql`${written(asked.where, TSQUERY)}::tsquery`;
    const windows = windowsOf(asked, await readBounds());
    return transact(db, async (trx) => {
      await PLANS.execute(trx);
      const rows: Row[] = [];
      const parents = new Set<string | null>();
      for (const window of windows) {
        const select = isGrouped ? groupedIn : newestIn;
        for (const row of (await select(query, window, asked.limit).execute(trx)).rows) {
          if (isGrouped && parents.has(row.parent_id)) continue;
          parents.add(row.parent_id);
          rows.push(row);
        }
        if (rows.length >= asked.limit) break;
      }
      return rows
        .slice(0, asked.limit)
        .map(({ id, object_id, parent_id }) => ({ at: id, objectId: object_id, parentId: parent_id }));
    });
  }

  async function learn(trx: Db, words: ReadonlySet<string>): Promise<void> {
    const fresh = [...words].filter((word) => !known.has(word));
    if (fresh.length === 0) return;
    const keys = fresh.flatMap((word) => keysOf(word).map((key) => ({ key, word })));
    await sql`insert into search_typos (key, word)
      select * from unnest(${keys.map(({ key }) => key)}::text[], ${keys.map(({ word }) => word)}::text[])
      on conflict do nothing`.execute(trx);
    for (const word of fresh) known.add(word);
  }

  return {
    async alone(on, work) {
      await prepare();
      await transact(on, async (trx) => {
        const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as free`.execute(trx);
        if (rows[0]?.free) await work(trx);
      });
    },
    async write(trx, documents, goneIds) {
      const ids = [...goneIds, ...documents.map(({ objectId }) => objectId)];
      const vectors = vectorsOf(documents);
      await sql`delete from search_documents where object_id = any(${ids}::text[])`.execute(trx);
      if (documents.length > 0)
        await sql`insert into search_documents (id, object_id, parent_id, words)
          select * from unnest(${documents.map(({ at }) => at)}::bigint[],
            ${documents.map(({ objectId }) => objectId)}::text[], ${documents.map(({ parentId }) => parentId)}::text[],
            ${vectors.map(({ text }) => text)}::text[]::tsvector[])`.execute(trx);
      await learn(trx, new Set(vectors.flatMap(({ corrections }) => corrections)));
    },
    find: (asked) => found(asked, false),
    findParents: (asked) => found(asked, true),
    async wordsNear(keys) {
      await prepare();
      const { rows } = await sql<{ word: string }>`
        select distinct word from search_typos where key = any(${keys}::text[]) limit 1000`.execute(db);
      return rows.map(({ word }) => word);
    },
    async readState() {
      await prepare();
      const { rows } = await sql<{ filled_for: string; filled_from: number | null }>`
        select filled_for, filled_from from search_state`.execute(db);
      return { filledFor: rows[0]?.filled_for ?? '', filledFrom: rows[0]?.filled_from ?? null };
    },
    async writeState(trx, { filledFor, filledFrom }) {
      await sql`insert into search_state (one, format, filled_for, filled_from)
        values (1, ${FORMAT}, ${filledFor}, ${filledFrom})
        on conflict (one) do update set filled_for = ${filledFor}, filled_from = ${filledFrom}`.execute(trx);
    },
    async clear(trx) {
      known.clear();
      await createTables(trx, true);
    },
    close: () => undefined,
  };
}

interface Row {
  id: number;
  object_id: string;
  parent_id: string | null;
}

/** Documents of these times, from one on and before another. */
type Window = readonly [from: number, before: number];

/** The times of a search in parts, newest first. */
function windowsOf({ from = 0, before = Number.MAX_SAFE_INTEGER }: Asked, bounds: readonly number[]): Window[] {
  const inside = bounds.filter((bound) => bound > from && bound < before);
  return [...inside, from].map((start, at) => [start, inside[at - 1] ?? before]);
}

const newestIn = (query: RawBuilder<unknown>, [from, before]: Window, limit: number) => sql<Row>`
  select id, object_id, parent_id from search_documents
  where words @@ ${query} and id >= ${from} and id < ${before} order by id desc limit ${limit}`;

const groupedIn = (query: RawBuilder<unknown>, window: Window, limit: number) => sql<Row>`
  select * from (
    select distinct on (parent_id) id, object_id, parent_id from (${newestIn(query, window, MOST_GROUPED)}) n
    order by parent_id, id desc) p
  order by id desc limit ${limit}`;

/** The time of the document that so many newer ones precede; nothing if there are fewer. */
async function boundAt(db: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from search_documents order by id desc offset ${count} limit 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** Creates the tables, in place of those of another version. `anew`: in any case. */
async function createTables(db: Db, anew: boolean): Promise<void> {
  if (!anew && (await isFormat(db))) return;
  const create = async (trx: Db) => {
    await sql`select pg_advisory_xact_lock(${LOCK + 1})`.execute(trx);
    if (!anew && (await isFormat(trx))) return;
    await sql`drop table if exists search_documents, search_typos, search_state`.execute(trx);
    await sql`create table search_documents (
      id bigint not null, object_id text not null unique, parent_id text, words tsvector not null)`.execute(trx);
    // Apart from the rows, which are read for each document found.
    await sql`alter table search_documents alter column words set storage external`.execute(trx);
    await sql`alter table search_documents set (toast_tuple_target = 128)`.execute(trx);
    // A search reads all pending entries, so that there are few.
    await sql`create index search_documents_by_words on search_documents using gin (words)
      with (gin_pending_list_limit = 256)`.execute(trx);
    await sql`create index search_documents_by_id on search_documents (id)`.execute(trx);
    await sql`create table search_typos (key text not null, word text not null, primary key (key, word))`.execute(trx);
    await sql`create table search_state (
      one integer primary key, format integer not null, filled_for text not null, filled_from bigint)`.execute(trx);
    await sql`insert into search_state values (1, ${FORMAT}, '', null)`.execute(trx);
  };
  await (db.isTransaction ? create(db) : transact(db, create));
}

async function isFormat(db: Db): Promise<boolean> {
  const { rows: tables } = await sql<{ name: string | null }>`
    select to_regclass('search_state')::text as name`.execute(db);
  if (tables[0]?.name === null) return false;
  const { rows } = await sql<{ format: number }>`select format from search_state`.execute(db);
  return rows[0]?.format === FORMAT;
}

/** The language of `tsquery`. Words have only letters and digits. */
const TSQUERY: Language = {
  all: (conditions) => `(${conditions.join(' & ')})`,
  any: (conditions) => `(${conditions.join(' | ')})`,
  but: (condition, not) => `(${condition} & !${not})`,
  words: (lexemes, isPrefix) =>
    `(${lexemes.map((lexeme, at) => `'${lexeme}'${isPrefix && at === lexemes.length - 1 ? ':*' : ''}`).join(' <-> ')})`,
};
