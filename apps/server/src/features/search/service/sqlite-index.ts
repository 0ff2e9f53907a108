import type { Db } from '../../../kernel/db/index.ts';
import { startIndexThread } from './index-thread.ts';
import type { SearchIndex } from './search-index.ts';

/** The index beside an SQLite database: a file of its own, so that nobody waits for its writes. */
export function createSqliteIndex({ db, path }: { db: Db; path: string }): SearchIndex {
  const thread = startIndexThread(path);
  return {
    alone: (work) => work(db),
    write: (_db, documents, goneIds) => thread.call('write', documents, goneIds),
    find: (asked) => thread.call('find', asked),
    findParents: (asked) => thread.call('findParents', asked),
    wordsNear: (keys) => thread.call('wordsNear', keys),
    readState: () => thread.call('readState'),
    writeState: (_db, state) => thread.call('writeState', state),
    clear: () => thread.call('clear'),
    close: thread.close,
  };
}
