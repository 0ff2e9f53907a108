import { setTimeout as sleep } from 'node:timers/promises';
import { BadBlob } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { ApiError } from '../../../kernel/errors.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { type Pictures, PicturesBusy, type Turn } from '../../../kernel/pictures/index.ts';
import { createQuiet } from '../../../kernel/quiet.ts';
import { type DataRow, dataOf } from '../../revision/index.ts';
import { objectsBefore, pictureTexts } from '../store/documents.ts';
import { deleteUnusedTexts, keepPictureText } from '../store.ts';

/** Time without a publish after which texts are read, and the longest time that they wait, in milliseconds. */
const WAIT_MS = 500;
const MOST_MS = 30_000;
/** Revisions that wait at most. Others are found by the next `fill`. */
const MOST_WAITING = 2000;
/** Objects that are looked at in one query. */
const WINDOW = 200;
/** Pause while too many other pictures wait to be drawn. */
const BUSY_MS = 200;

/** Reads texts of pictures in the background, one at a time. The search index learns of each by a trigger. */
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

/** A text, why there is none for now, or that no picture can be read for now. */
export type ReadText = { text: string } | 'try again later' | 'stop';

export interface PictureTextsDeps {
  db: Db;
  pictures: Pick<Pictures, 'hasRoom'>;
  /** Chooses the data of a revision whose text is read. */
  choose(data: readonly DataRow[]): DataRow[];
  /** Reads the text of a datum. Throws for lost bytes, and if too many pictures wait. */
  read(row: DataRow, turn: Turn): Promise<ReadText>;
  /** Tells whether the machine has time. */
  mayWork?(): boolean;
  /** Pause until that is asked again, in milliseconds. */
  pauseMs?: number;
  report(error: unknown): void;
}

export function createPictureTexts(deps: PictureTextsDeps): PictureTexts {
  const { db, pictures, choose, mayWork = () => true, pauseMs = BUSY_MS, report } = deps;
  let waiting = new Set<string>();
  let isStarted = false;
  let closed = false;
  let publishedAt = 0;
  let last: Promise<void> = Promise.resolve();
  let filling: Promise<void> | undefined;

  /** Reads a text when there is time for it. Until then, reading makes room for publishes. */
  async function inTurn(row: DataRow, yieldsUntil: number): Promise<ReadText> {
    const revision = await objects.find(db, row.owner_id);
    const turn = { author: revision?.updated_by ?? revision?.created_by ?? '', caller: 'the server', ahead: true };
    const isQuiet = () => Date.now() >= Math.min(publishedAt + WAIT_MS, yieldsUntil);
    for (;;) {
      if (closed) return 'stop';
      try {
        if (isQuiet() && mayWork() && pictures.hasRoom(turn)) return await deps.read(row, turn);
      } catch (error) {
        if (!(error instanceof PicturesBusy)) throw error;
      }
      await sleep(pauseMs, undefined, { ref: false });
    }
  }

  /** Returns whether the next one can be read. */
  async function read(row: DataRow, yieldsUntil: number): Promise<boolean> {
    try {
      const found = await inTurn(row, yieldsUntil);
      if (found === 'stop') return false;
      if (found !== 'try again later') await keepPictureText(db, row.hash, cleaned(found.text));
    } catch (error) {
      // Lost bytes, and a bucket that doesn't answer.
      if (!(error instanceof BadBlob || error instanceof ApiError)) throw error;
    }
    return true;
  }

  /** Reads what isn't known of these objects. Returns whether more can be read. */
  async function readAll(ids: readonly string[], yieldsUntil = 0): Promise<boolean> {
    const data = Map.groupBy(await dataOf(db, ids), ({ owner_id }) => owner_id);
    const rows = ids.flatMap((id) => choose(data.get(id) ?? []));
    const known = await pictureTexts(
      db,
      rows.map(({ hash }) => hash),
    );
    for (const row of new Map(rows.map((one) => [one.hash, one])).values())
      if (!known.has(row.hash) && (closed || !(await read(row, yieldsUntil)))) return false;
    return true;
  }

  async function readWaiting(yieldsUntil: number): Promise<void> {
    const ids = [...waiting];
    waiting = new Set();
    for (let at = 0; at < ids.length; at += WINDOW)
      if (!(await readAll(ids.slice(at, at + WINDOW), yieldsUntil))) return;
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
  function settle(yieldsUntil = 0): Promise<void> {
    const work = last.then(() => readWaiting(yieldsUntil));
    last = work.catch(() => undefined);
    return work;
  }

  const quiet = createQuiet({
    waitMs: WAIT_MS,
    mostMs: MOST_MS,
    work: () => void settle(Date.now() + MOST_MS).catch(report),
  });
  return {
    start() {
      isStarted = true;
    },
    published(revisionId) {
      publishedAt = Date.now();
      if (waiting.size < MOST_WAITING) waiting.add(revisionId);
      if (isStarted) quiet.noticed();
    },
    fill() {
      filling ??= fill().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    settle: () => settle(),
    close() {
      closed = true;
      quiet.close();
    },
  };
}

/** PostgreSQL stores no NUL. */
const cleaned = (text: string): string => text.replaceAll('\u0000', ' ').trim();
