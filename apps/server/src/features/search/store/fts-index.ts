import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Language, lexemesOf, written } from '../service/lexemes.ts';
import {
  type Asked,
  FORMAT,
  type FoundDocument,
  type IndexState,
  type SearchDocument,
} from '../service/search-index.ts';
import { correctionsIn, keysOf } from '../service/vocabulary.ts';

/** Pages that one step of a merge writes, so that a search does not wait long. */
const MERGED_PAGES = 100;
/** Newest documents that are grouped by their figure. */
export const MOST_GROUPED = 5000;

/** An index in an SQLite file of its own. Documents are rows of `documents`, and their words an FTS5 table without texts. */
export function openFts(path: string) {
  const database = open(path);
  const statements = new Map<string, StatementSync>();
  function query(sql: string): StatementSync {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  }
  /** Words that are in the table, so that most documents ask for none. */
  const known = new Set<string>();

  function remove(objectId: string): void {
    const id = query('delete from documents where object_id = ? returning id').get(objectId)?.['id'];
    if (id !== undefined) query('delete from words where rowid = ?').run(id);
  }

  /** The time itself, or one of the next microseconds if another document has it. */
  function freeId(at: number): number {
    const isTaken = query('select 1 from documents where id = ?');
    let id = at;
    for (let step = 1; isTaken.get(id); step *= 2) id += 1 + Math.floor(Math.random() * step);
    return id;
  }

  function insert(document: SearchDocument): void {
    const id = freeId(document.at);
    query('insert into documents (id, object_id, parent_id) values (?, ?, ?)').run(
      id,
      document.objectId,
      document.parentId,
    );
    query('insert into words (rowid, lexemes) values (?, ?)').run(id, lexemesOf(document).join(' '));
    for (const word of correctionsIn(document)) {
      if (known.has(word)) continue;
      known.add(word);
      if (query('insert or ignore into vocabulary values (?)').run(word).changes > 0)
        for (const key of keysOf(word)) query('insert or ignore into typos values (?, ?)').run(key, word);
    }
  }

  function transact(work: () => void): void {
    database.exec('begin immediate');
    try {
      work();
      database.exec('commit');
    } catch (error) {
      known.clear();
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  }

  function found(source: string, { where, from, before, limit }: Asked, most = limit): FoundDocument[] {
    return query(source)
      .all(written(where, FTS), from ?? 0, before ?? Number.MAX_SAFE_INTEGER, most)
      .map((row) => ({
        at: Number(row['id']),
        objectId: String(row['object_id']),
        parentId: row['parent_id'] === null ? null : String(row['parent_id']),
      }));
  }

  return {
    write(documents: readonly SearchDocument[], goneIds: readonly string[]): void {
      transact(() => {
        for (const id of goneIds) remove(id);
        for (const document of documents) {
          remove(document.objectId);
          insert(document);
        }
        query(`insert into words (words, rank) values ('merge', ${MERGED_PAGES})`).run();
      });
    },
    find: (asked: Asked) => found(`select d.id, d.object_id, d.parent_id from (${NEWEST}) n ${WITH_DOCUMENT}`, asked),
    findParents: (asked: Asked) =>
      found(
        `select max(d.id) as id, d.object_id, d.parent_id from (${NEWEST}) n ${WITH_DOCUMENT.replace('order', 'group by d.parent_id order')}`,
        asked,
        MOST_GROUPED,
      ).slice(0, asked.limit),
    wordsNear: (keys: readonly string[]): string[] =>
      query('select distinct word from typos where key in (select value from json_each(?)) limit 1000')
        .all(JSON.stringify(keys))
        .map((row) => String(row['word'])),
    readState(): IndexState {
      const row = query('select filled_for, filled_from from state').get();
      return {
        filledFor: String(row?.['filled_for'] ?? ''),
        filledFrom: row === undefined || row['filled_from'] === null ? null : Number(row['filled_from']),
      };
    },
    writeState({ filledFor, filledFrom }: IndexState): void {
      query('insert or replace into state (one, filled_for, filled_from) values (1, ?, ?)').run(filledFor, filledFrom);
    },
    clear(): void {
      known.clear();
      statements.clear();
      create(database);
    },
    close(): void {
      database.close();
    },
  };
}

export type FtsIndex = ReturnType<typeof openFts>;

const NEWEST = 'select rowid from words where words match ? and rowid >= ? and rowid < ? order by rowid desc limit ?';
const WITH_DOCUMENT = 'join documents d on d.id = n.rowid order by d.id desc';

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full');
    if (Number(database.prepare('pragma user_version').get()?.['user_version']) !== FORMAT) create(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function create(database: DatabaseSync): void {
  database.exec(`
    begin immediate;
    drop table if exists words;
    drop table if exists documents;
    drop table if exists vocabulary;
    drop table if exists typos;
    drop table if exists state;
    create table documents (id integer primary key, object_id text not null unique, parent_id text);
    create virtual table words using fts5
      (lexemes, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '4');
    insert into words (words, rank) values ('automerge', 0);
    create table vocabulary (word text primary key) without rowid;
    create table typos (key text, word text, primary key (key, word)) without rowid;
    create table state (one integer primary key, filled_for text not null, filled_from integer);
    pragma user_version = ${FORMAT};
    commit;
  `);
}

/** The language of FTS5. Words have only letters and digits. */
const FTS: Language = {
  all: (conditions) => `(${conditions.join(' AND ')})`,
  any: (conditions) => `(${conditions.join(' OR ')})`,
  but: (condition, not) => `(${condition} NOT ${not})`,
  words: (lexemes, isPrefix) => `"${lexemes.join(' ')}"${isPrefix ? ' *' : ''}`,
};
