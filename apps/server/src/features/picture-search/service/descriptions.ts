import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../kernel/db/index.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { type Pictures, PicturesBusy } from '../../../kernel/pictures/index.ts';
import { createQuiet } from '../../../kernel/quiet.ts';
import { dataOf } from '../../revision/index.ts';
import { picturesOf, type Thumbnails } from '../../thumbnail/index.ts';
import { deleteDescription, hasDescription, keepDescription, revisionsBelow } from '../store.ts';
import { readRefill, saveRefill } from './refill.ts';

/** Pause after each old picture, so that people's pictures are drawn first. */
const PAUSE_MS = 200;
/**
 * Time without a publish after which new revisions are described until the next one comes, and the longest time without
 * any work. The newest revision of each figure is drawn and described before that.
 */
const WAIT_MS = 3000;
const MOST_MS = 30_000;
/** Most new revisions that wait. The next `fill` finds the others. */
const MOST_WAITING = 5000;

export interface Descriptions {
  /** Describes the picture of a revision, unless that is done. Call it after the usual sizes are drawn. */
  describe(revisionId: string): Promise<void>;
  /** Call it after each publish. Describes what nobody has described until the publishes pause, newest first. */
  published(revisionId: string): void;
  /** Describes all pictures that aren't described yet, newest first. */
  fill(): Promise<void>;
  /** Describes all pictures anew if an administrator has asked for it, and goes on where a stopped server was. */
  refill(): Promise<void>;
  /** Removes the description of deleted bytes. */
  forget(hash: string): Promise<void>;
  close(): void;
}

interface Deps {
  db: Db;
  pictures: Pick<Pictures, 'likeness' | 'hasRoom'>;
  thumbnails: Pick<Thumbnails, 'toCompare'>;
  /** All pictures have been described anew, by this server or another one. */
  onRefilled(): void;
  /** `false`: another process describes everything anew, and this one only learns of it. */
  refills?: boolean;
  waitMs?: number;
  pauseMs?: number;
  report(error: unknown): void;
}

/** Result for a picture. `busy`: too many others wait. */
type Result = 'described' | 'nothing to do' | 'busy';

/** Describes pictures while nobody waits, so that they are found by the search by picture. */
export function createDescriptions({
  db,
  pictures,
  thumbnails,
  onRefilled,
  refills = true,
  waitMs = WAIT_MS,
  pauseMs = PAUSE_MS,
  report,
}: Deps): Descriptions {
  let filling: Promise<void> | undefined;
  let refilling: Promise<void> | undefined;
  let closed = false;
  /** New revisions, oldest first. They wait while publishes come. */
  const waiting: string[] = [];
  let mayWork = false;
  let working: Promise<void> | undefined;
  /** The last request to describe everything anew whose end is known here. */
  let known: string | undefined;

  async function describe(revisionId: string, isAnew = false): Promise<Result> {
    const [[row], revision] = [picturesOf(await dataOf(db, [revisionId])), await objects.find(db, revisionId)];
    if (!row || !revision || (!isAnew && (await hasDescription(db, row.hash)))) return 'nothing to do';
    const turn = { author: revision.updated_by ?? revision.created_by, caller: 'the server', ahead: true };
    if (!pictures.hasRoom(turn)) return 'busy';
    const drawn = await thumbnails.toCompare(row, turn);
    if (drawn.file === null) {
      // The server may only have been busy.
      if (drawn.reason !== 'too_slow') await keepDescription(db, row.hash, '');
      return 'described';
    }
    const { picture } = await pictures.likeness(drawn.file, turn);
    if (picture) await keepDescription(db, row.hash, Buffer.from(picture).toString('base64'));
    return 'described';
  }

  const unlessBusy = (error: unknown): Result => {
    if (error instanceof PicturesBusy) return 'busy';
    throw error;
  };

  const pause = () => sleep(pauseMs, undefined, { ref: false });

  /** Describes a revision when there is time for it. */
  async function describeInTurn(id: string): Promise<void> {
    for (;;) {
      const result = await describe(id).catch(unlessBusy);
      if (result !== 'nothing to do') await pause();
      if (result !== 'busy' || closed) return;
    }
  }

  async function describeWaiting(): Promise<void> {
    for (;;) {
      const id = mayWork && !closed ? waiting.pop() : undefined;
      if (id === undefined) return;
      await describeInTurn(id).catch(report);
    }
  }

  function work(): void {
    mayWork = true;
    working ??= describeWaiting().finally(() => {
      working = undefined;
    });
  }

  const quiet = createQuiet({ waitMs, mostMs: MOST_MS, work });

  async function fill(): Promise<void> {
    let below: number | null = null;
    do {
      const { ids, next } = await revisionsBelow(db, below);
      for (const id of ids) {
        if (closed) return;
        if ((await describe(id).catch(unlessBusy)) === 'described') await pause();
      }
      below = next;
    } while (below !== null);
  }

  async function refill(): Promise<void> {
    for (;;) {
      const { asked, below } = await readRefill(db);
      if (asked === undefined || asked === known) return;
      if (below === 0) {
        known = asked;
        return onRefilled();
      }
      if (!refills) return;
      const { ids, next } = await revisionsBelow(db, below);
      for (const id of ids) {
        do {
          if (closed) return;
          await pause();
        } while ((await describe(id, true).catch(unlessBusy)) === 'busy');
      }
      await saveRefill(db, { asked, below: next ?? 0 });
    }
  }

  return {
    async describe(revisionId) {
      await describe(revisionId).catch(unlessBusy);
    },
    published(revisionId) {
      mayWork = false;
      waiting.push(revisionId);
      if (waiting.length > MOST_WAITING) waiting.shift();
      quiet.noticed();
    },
    fill() {
      filling ??= fill().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    refill() {
      refilling ??= refill().finally(() => {
        refilling = undefined;
      });
      return refilling;
    },
    forget: (hash) => deleteDescription(db, hash),
    close() {
      closed = true;
      quiet.close();
    },
  };
}
