import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobProblem, Blobs } from '../../../kernel/blobs/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { blobsAfter, countBlobs, type NamedBlob, pruneDamaged, readProgress, writeProgress } from '../store.ts';
import type { Damage, Log } from './damage.ts';
import { createThrottle, type Time } from './throttle.ts';

/** Cost of a blob besides its bytes, so that the throttle also slows many small or missing blobs. In bytes. */
const BLOB_COST = 16 * 1024;

/** Blobs queried at once. */
const BATCH = 200;

/** Pause before the first pass and between passes. */
const PAUSE_MS = 10_000;

/** Pause after an error that is not a blob's fault. */
const RETRY_MS = 60_000;

/** Time between writes of the progress; after a crash, this much is read again. */
const SAVE_MS = 5 * 60_000;

/** A hanging read must not delay the shutdown. */
const CLOSE_MS = 1000;

/** Progress of the scrub, which outlives a restart. Times are in microseconds. */
interface Progress {
  /** The store that is read; absent or null: the server's own, which comes first. */
  store?: string | null;
  /** The last hash that was checked in it. */
  place: string;
  /** null between passes. */
  startedOn: number | null;
  doneBytes: number;
  totalBytes: number;
  lastCompletedOn: number | null;
}

export type ScrubStatus = Omit<Progress, 'place' | 'store'> & { bytesPerSecond: number };

export interface Scrub {
  status(): ScrubStatus;
  /** Stops and saves the progress. */
  close(): Promise<void>;
}

export interface ScrubDeps {
  db: Db;
  blobs: Blobs;
  damage: Damage;
  clock: Clock;
  log: Log;
  isThere(): Promise<boolean>;
  /** Buckets to read after the server's own store. */
  others?: OtherStores;
  /** 0 turns the scrub off. */
  bytesPerSecond: number;
  time?: Time;
}

export interface OtherStores {
  ids(): Promise<string[]>;
  open(id: string): Promise<Pick<Blobs, 'look'> | undefined>;
}

const NO_OTHERS: OtherStores = { ids: async () => [], open: async () => undefined };

const NOTHING: Progress = { place: '', startedOn: null, doneBytes: 0, totalBytes: 0, lastCompletedOn: null };

/** Progress as the server last saved it, for other processes. */
export async function savedStatus(db: Db, bytesPerSecond: number): Promise<ScrubStatus> {
  const text = await readProgress(db);
  // Only `save` writes it.
  return statusOf(text === undefined ? NOTHING : (JSON.parse(text) as Progress), bytesPerSecond);
}

const statusOf = ({ place: _place, store: _store, ...shown }: Progress, bytesPerSecond: number): ScrubStatus => ({
  ...shown,
  bytesPerSecond,
});

/** Reads all blobs again and again at a limited rate, so that damage is found before a reader meets it. */
export function createScrub(deps: ScrubDeps): Scrub {
  const { db, blobs, damage, clock, log, isThere, others = NO_OTHERS, bytesPerSecond } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const time = deps.time ?? {
    now: () => performance.now(),
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal, ref: false }),
  };
  const throttle = createThrottle(bytesPerSecond, time);
  let progress = NOTHING;
  let saved = JSON.stringify(progress);
  let savedAt = time.now();
  let hasFailed = false;

  async function load(): Promise<void> {
    const text = await readProgress(db);
    if (text === undefined) return;
    // Only `save` writes it.
    progress = JSON.parse(text) as Progress;
    saved = text;
  }

  /** A database that can't be written must not end a pass. */
  async function save(): Promise<void> {
    const text = JSON.stringify(progress);
    if (text === saved) return;
    savedAt = time.now();
    try {
      await writeProgress(db, text);
      saved = text;
    } catch (error) {
      log.warn({ err: error }, 'the progress of the scrub could not be written');
    }
  }

  /** Reads a blob. Returns what is wrong with it. */
  async function lookAt(source: Pick<Blobs, 'look'>, { hash, size }: NamedBlob): Promise<BlobProblem | null> {
    const problem = await source.look(hash, size, async (count) => {
      signal.throwIfAborted();
      await throttle(count);
    });
    progress = { ...progress, place: hash, doneBytes: progress.doneBytes + size };
    if (time.now() - savedAt >= SAVE_MS) await save();
    await throttle(BLOB_COST);
    signal.throwIfAborted();
    return problem;
  }

  /** Checks the server's own blobs from the saved position to the end. Readers list what is damaged. */
  async function passOwn(): Promise<void> {
    for (;;) {
      if (!(await isThere())) throw new Error('The blob folder is missing.');
      await damage.refresh();
      const batch = await blobsAfter(db, null, progress.place, BATCH);
      hasFailed = false;
      if (batch.length === 0) break;
      for (const blob of batch) await lookAt(blobs, blob);
    }
  }

  /** Checks the blobs in a bucket from the saved position to the end, or until it can not be read. */
  async function passOther(store: string): Promise<void> {
    const other = await others.open(store);
    if (!other) return;
    for (;;) {
      await damage.refresh();
      const batch = await blobsAfter(db, store, progress.place, BATCH);
      if (batch.length === 0) break;
      for (const blob of batch) {
        const problem = await lookAt(other, blob);
        damage.seen({ ...blob, problem, state: null, store });
      }
    }
  }

  /** Checks all blobs from the saved position to the end. */
  async function pass(): Promise<void> {
    const ids = (await others.ids()).toSorted();
    if (progress.startedOn === null) {
      let totalBytes = 0;
      for (const store of [null, ...ids]) totalBytes += (await countBlobs(db, store)).bytes;
      progress = { ...progress, store: null, place: '', startedOn: clock.now(), doneBytes: 0, totalBytes };
    }
    const last = progress.store ?? null;
    if (last === null) await passOwn();
    for (const store of ids.filter((id) => last === null || id >= last)) {
      if (store !== last) progress = { ...progress, store, place: '' };
      await passOther(store).catch((error: unknown) => {
        signal.throwIfAborted();
        log.warn({ err: error, store }, 'the scrub could not read a bucket');
      });
    }
    await pruneDamaged(db);
    progress = { ...progress, store: null, place: '', startedOn: null, lastCompletedOn: clock.now() };
    if (time.now() - savedAt >= SAVE_MS) await save();
  }

  async function attempt(work: () => Promise<void>, next: number): Promise<number> {
    try {
      await work();
      return next;
    } catch (error) {
      if (!signal.aborted && !hasFailed) log.error({ err: error }, 'the scrub failed; it will try again');
      hasFailed = true;
      return RETRY_MS;
    }
  }

  async function run(): Promise<void> {
    let pause = await attempt(load, PAUSE_MS);
    while (!signal.aborted) {
      await time.sleep(pause);
      pause = await attempt(pass, PAUSE_MS);
    }
  }

  // Only the pause rejects, when the server stops.
  const running = bytesPerSecond > 0 ? run().catch(() => undefined) : Promise.resolve();

  return {
    status: () => statusOf(progress, bytesPerSecond),
    async close() {
      stopping.abort();
      await Promise.race([running, sleep(CLOSE_MS, undefined, { ref: false })]);
      await save();
    },
  };
}
