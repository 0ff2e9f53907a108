import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type FtsIndex, openFts } from '../store/fts-index.ts';
import type { SearchIndex } from './search-index.ts';

/** SQLite's codes for a damaged file, and for one that is no database. */
const DAMAGED: readonly unknown[] = [11, 26];

/** The index beside an SQLite database: a file of its own, so that nobody waits for its writes. */
export function createSqliteIndex(path: string): SearchIndex {
  let opened: FtsIndex | undefined;

  /** Opens the file at the first call, so that a failing disk is the call's error. */
  async function call<T>(work: (fts: FtsIndex) => T): Promise<T> {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      opened ??= openFts(path);
      return work(opened);
    } catch (error) {
      discardIfDamaged(error);
      throw error;
    }
  }

  /** Removes a damaged index: the next call begins a new one. */
  function discardIfDamaged(error: unknown): void {
    if (!(error instanceof Error && 'errcode' in error && DAMAGED.includes(Number(error.errcode) & 0xff))) return;
    close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  }

  function close(): void {
    opened?.close();
    opened = undefined;
  }

  return {
    alone: (db, work) => work(db),
    write: (_on, documents, goneIds) => call((fts) => fts.write(documents, goneIds)),
    find: (asked) => call((fts) => fts.find(asked)),
    findParents: (asked) => call((fts) => fts.findParents(asked)),
    wordsNear: (keys) => call((fts) => fts.wordsNear(keys)),
    readState: () => call((fts) => fts.readState()),
    writeState: (_on, state) => call((fts) => fts.writeState(state)),
    clear: () => call((fts) => fts.clear()),
    close,
  };
}
