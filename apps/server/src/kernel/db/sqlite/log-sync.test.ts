import type { FileHandle } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { databaseFailure } from '../index.ts';
import { createLogSync, type LogSync } from './log-sync.ts';

/** Ends the sync that runs: well, or with an error. */
let end: ((error?: Error) => void)[];
let log: LogSync;
let failures: number;
beforeEach(() => {
  end = [];
  const datasync = () =>
    new Promise<void>((resolve, reject) => {
      end.push((error) => (error ? reject(error) : resolve()));
    });
  const file = { datasync, close: async () => undefined } as unknown as FileHandle;
  failures = 0;
  const onFailure = () => {
    failures += 1;
  };
  log = createLogSync('log', onFailure, async () => file);
});

/** Lets everything run that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Names of those that were told that they are synced, in order. */
function note(names: string[], name: string): void {
  log.synced()?.then(
    () => names.push(name),
    () => names.push(`${name} failed`),
  );
}

describe('a sync of the log', () => {
  it('is not needed without a commit', () => {
    expect(log.synced()).toBeUndefined();
  });

  it('begins at once for a lone commit', async () => {
    const told: string[] = [];
    log.committed();
    note(told, 'one');
    await settle();
    expect([end.length, told]).toEqual([1, []]);
    end[0]?.();
    await settle();
    expect([told, log.synced()]).toEqual([['one'], undefined]);
  });

  it('does not count for commits that came after its begin, which share the next one', async () => {
    const told: string[] = [];
    log.committed();
    note(told, 'one');
    await settle();
    for (const name of ['two', 'three']) {
      log.committed();
      note(told, name);
    }
    await settle();
    expect(end.length).toBe(1);
    end[0]?.();
    await settle();
    expect([told, end.length]).toEqual([['one'], 2]);
    end[1]?.();
    await settle();
    expect(told).toEqual(['one', 'two', 'three']);
  });

  it('is awaited by readers too, who may have seen the commit', async () => {
    const told: string[] = [];
    log.committed();
    note(told, 'writer');
    note(told, 'reader');
    await settle();
    expect([end.length, told]).toEqual([1, []]);
    end[0]?.();
    await settle();
    expect(told).toEqual(['writer', 'reader']);
  });

  it('that fails leaves the outcome open, for all that wait and for all later commits', async () => {
    const told: string[] = [];
    log.committed();
    note(told, 'one');
    await settle();
    log.committed();
    note(told, 'two');
    end[0]?.(new Error('EIO'));
    await settle();
    end[1]?.();
    await settle();
    expect(told).toEqual(['one failed', 'two failed']);
    expect([databaseFailure(log.failure), failures]).toEqual(['outcome_unknown', 1]);
    await expect(log.synced()).rejects.toBe(log.failure);
  });
});
