import type { Db } from '../../../kernel/db/index.ts';
import { type IndexThread, startIndexThread } from './index-thread.ts';
import type { IndexState, SearchIndex } from './search-index.ts';

/** The index beside an SQLite database: a file of its own, so that nobody waits for its writes. */
export function createSqliteIndex({ db, path }: { db: Db; path: string }): SearchIndex {
  const thread = startIndexThread(path);
  /** As in the file, which only this server changes. A damaged file is discarded by the call that fails. */
  let state: IndexState | undefined;

  const call: IndexThread['call'] = async (name, ...given) => {
    try {
      return await thread.call(name, ...given);
    } catch (error) {
      state = undefined;
      throw error;
    }
  };

  return {
    alone: (work) => work(db),
    write: (_db, documents, goneIds) => call('write', documents, goneIds),
    find: (asked) => call('find', asked),
    findParents: (asked) => call('findParents', asked),
    wordsNear: (keys) => call('wordsNear', keys),
    async readState() {
      state ??= await call('readState');
      return state;
    },
    async writeState(_db, written) {
      state = undefined;
      await call('writeState', written);
      state = written;
    },
    async clear() {
      state = undefined;
      await call('clear');
    },
    close: thread.close,
  };
}
