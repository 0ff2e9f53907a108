import { setTimeout as sleep } from 'node:timers/promises';
import { BadBlob, type Stores } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { ApiError } from '../../../kernel/errors.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { type Drawing, type Pictures, PicturesBusy } from '../../../kernel/pictures/index.ts';
import { createQuiet } from '../../../kernel/quiet.ts';
import { formatOf } from '../../data/index.ts';
import { type DataRow, dataOf } from '../../revision/index.ts';
import { deleteUnusedTexts, keepPictureText, objectsBefore, pictureTexts } from '../store.ts';
import { isReadApart } from './content.ts';

/** Time without a publish after which texts are read, and the longest time that they wait, in milliseconds. */
const WAIT_MS = 500;
const MOST_MS = 30_000;
/** Revisions that wait at most. Others are found by the next `fill`. */
const MOST_WAITING = 2000;
/** Objects that are looked at in one query. */
const WINDOW = 200;
/** Pause while too many other pictures wait to be drawn. */
const BUSY_MS = 200;

/** Reads texts of pictures while nobody publishes, one at a time. The search index learns of each by a trigger. */
export interface PictureTexts {
  /** Begins to work in the background. */
  start(): void;
  /** Call it after each publish. */
  published(revisionId: string): void;
  /** Reads the texts of all pictures that aren't read yet, newest first, and removes unused ones. */
  fill(): Promise<void>;
  /** Reads until nothing waits. */
  settle(): Promise<void>;
  close(): void;
}

export interface PictureTextsDeps {
  db: Db;
  blobs: Pick<Stores, 'of'>;
  pictures: Pick<Pictures, 'text' | 'hasRoom'>;
  report(error: unknown): void;
}

export function createPictureTexts({ db, blobs, pictures, report }: PictureTextsDeps): PictureTexts {
  let waiting = new Set<string>();
  let isStarted = false;
  let closed = false;
  let last: Promise<void> = Promise.resolve();
  let filling: Promise<void> | undefined;

  /** Returns null if the server closes. */
  async function draw({ hash, size_bytes, store, ...row }: DataRow): Promise<Drawing | null> {
    const revision = await objects.find(db, row.owner_id);
    const turn = { author: revision?.updated_by ?? revision?.created_by ?? '', caller: 'the server', ahead: true };
    const format = formatOf({ hash, size_bytes, store, ...row })?.name ?? '';
    for (;;) {
      if (closed) return null;
      try {
        if (pictures.hasRoom(turn))
          return await pictures.text(
            { path: hash, lend: (work) => blobs.of(store).withLocalFile(hash, size_bytes, work), format },
            turn,
          );
      } catch (error) {
        if (!(error instanceof PicturesBusy)) throw error;
      }
      await sleep(BUSY_MS, undefined, { ref: false });
    }
  }

  /** Returns whether the next one can be read. */
  async function read(row: DataRow): Promise<boolean> {
    try {
      const drawing = await draw(row);
      if (drawing === null) return false;
      if (drawing.picture) await keepPictureText(db, row.hash, textOf(drawing.picture));
      // Another attempt may succeed.
      else if (drawing.reason === 'no_ghostscript') return false;
      else if (drawing.reason !== 'too_slow') await keepPictureText(db, row.hash, '');
    } catch (error) {
      // Lost bytes, and a bucket that doesn't answer.
      if (!(error instanceof BadBlob || error instanceof ApiError)) throw error;
    }
    return true;
  }

  /** Reads what isn't known of these objects. Returns whether more can be read. */
  async function readAll(ids: readonly string[]): Promise<boolean> {
    const rows = (await dataOf(db, ids)).filter(isReadApart);
    const known = await pictureTexts(
      db,
      rows.map(({ hash }) => hash),
    );
    for (const row of new Map(rows.map((one) => [one.hash, one])).values())
      if (!known.has(row.hash) && (closed || !(await read(row)))) return false;
    return true;
  }

  async function readWaiting(): Promise<void> {
    const ids = [...waiting];
    waiting = new Set();
    for (let at = 0; at < ids.length; at += WINDOW) if (!(await readAll(ids.slice(at, at + WINDOW)))) return;
  }

  async function fill(): Promise<void> {
    await deleteUnusedTexts(db);
    let below: number | null = null;
    do {
      const { ids, lowest } = await objectsBefore(db, below, WINDOW);
      if (closed || !(await readAll(ids))) return;
      below = lowest;
    } while (below > 0);
  }

  /** Works after what is at work. */
  function settle(): Promise<void> {
    const work = last.then(readWaiting);
    last = work.catch(() => undefined);
    return work;
  }

  const quiet = createQuiet({ waitMs: WAIT_MS, mostMs: MOST_MS, work: () => void settle().catch(report) });
  return {
    start() {
      isStarted = true;
    },
    published(revisionId) {
      if (waiting.size < MOST_WAITING) waiting.add(revisionId);
      if (isStarted) quiet.noticed();
    },
    fill() {
      filling ??= fill().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    settle,
    close() {
      closed = true;
      quiet.close();
    },
  };
}

/** PostgreSQL stores no NUL. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\u0000', ' ').trim();
