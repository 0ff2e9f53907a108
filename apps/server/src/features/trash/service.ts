import { setTimeout as sleep } from 'node:timers/promises';
import type { TrashedKind } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { BeginAnew, type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { ApiError, notAllowed, notFound } from '../../kernel/errors.ts';
import {
  objects,
  removal,
  type Stamp,
  type StoredObject,
  type TrashPolicy,
  trash,
  trashRootOf,
  wire,
} from '../../kernel/objects/index.ts';
import { recordActivity } from '../activity/index.ts';
import { wakeServiceKeys } from '../api-key/index.ts';
import { showNewest } from '../revision/index.ts';
import { endWorkspace } from '../workspace/index.ts';
import { analysisOf, countsOf, findItem, type ItemRow, oldest, type PageAsked, pageOf, totalOf } from './store.ts';
import { nameOf } from './wire.ts';

const DAY = 24 * 3_600_000_000;

interface Asked {
  principal: SignedIn;
  origin: ClientOrigin;
}

export interface TrashDeps {
  db: Db;
  clock: Clock;
  policy: TrashPolicy;
  /** `GOFIGR_TRASH_DAYS`. */
  days: number;
  /** Tells whether the server closes. */
  isStopped(): boolean;
}

export type TrashService = ReturnType<typeof createTrashService>;

export function createTrashService({ db, clock, policy, days, isStopped }: TrashDeps) {
  /**
   * An object in the trash, and its parents that are there too: the outermost first. Starts again if another caller has
   * just restored or deleted one of them.
   */
  async function lineOf(trx: Trx, principal: SignedIn, item: ItemRow): Promise<ItemRow[]> {
    const above = item.parent_place === null ? null : trashRootOf({ workspace_id: item.parent_place });
    if (above === null) return [item];
    const parent = await findItem(trx, principal, above);
    if (parent) return [...(await lineOf(trx, principal, parent)), item];
    throw (await trash.lockIfTrashed(trx, above)) ? notAllowed() : new BeginAnew();
  }

  /**
   * Locks a line: the parent that is not in the trash, then the outermost object first, as deleting them for good does.
   * Starts again if another caller has just restored or deleted one of them.
   */
  async function lockLine(trx: Trx, principal: SignedIn, id: string): Promise<ItemRow[]> {
    const item = await findItem(trx, principal, id);
    if (!item) throw notFound('Nothing in your trash');
    const line = await lineOf(trx, principal, item);
    const parentId = line[0]?.parent_id ?? null;
    if (parentId !== null) await objects.lock(trx, parentId);
    for (const one of line) if (!(await trash.lockIfTrashed(trx, one.id))) throw new BeginAnew();
    return line;
  }

  async function bringBack(trx: Trx, { origin }: Asked, item: ItemRow, stamp: Stamp): Promise<void> {
    const object = await trash.bringBack(trx, item, stamp);
    if (object.kind === 'workspace') await wakeServiceKeys(trx, object.id);
    if (object.kind === 'revision') await showNewest(trx, [wire.parentId(object)]);
    const name = nameOf(item);
    const analysisId = await analysisOf(trx, object);
    await recordActivity(trx, { action: 'restore', target: object, name, analysisId, stamp });
    await audit(trx, 'object_restored', { object, name, stamp, origin });
  }

  /** Deletes a locked object in the trash for good. */
  const end = (trx: Trx, object: StoredObject): Promise<void> =>
    object.kind === 'workspace' ? endWorkspace(trx, object) : removal.end(trx, object);

  async function purge({ principal, origin }: Asked, id: string): Promise<void> {
    await transact(db, async (trx) => {
      const item = (await findItem(trx, principal, id)) ?? null;
      if (!item) throw notFound('Nothing in your trash');
      const object = await trash.lockTrashed(trx, id);
      const stamp = { by: principal.username, at: clock.now() };
      await audit(trx, 'object_purged', { object, name: nameOf(item), stamp, origin });
      await end(trx, object);
    });
  }

  return {
    async page(principal: SignedIn, asked: PageAsked) {
      // One row more than requested shows whether there is a next page.
      const found = await pageOf(db, principal, { ...asked, limit: asked.limit + 1 });
      const rows = found.slice(0, asked.limit);
      const next = found.length > asked.limit ? String(rows.at(-1)?.seq) : null;
      const counts = await countsOf(
        db,
        rows.map(({ id }) => id),
      );
      const keptFor = days * DAY;
      return { rows, counts, next, ...(await totalOf(db, principal, asked.workspaceId)), days: policy.days(), keptFor };
    },

    /** Restores an object with everything that was deleted with it, and before that its parents. Throws `not_found`. */
    restore: (asked: Asked, id: string): Promise<{ kind: TrashedKind; api_id: string; restored: string[] }> =>
      transact(db, async (trx) => {
        const line = await lockLine(trx, asked.principal, id);
        const stamp = { by: asked.principal.username, at: clock.now() };
        for (const item of line) await bringBack(trx, asked, item, stamp);
        const kind = line.at(-1)?.kind as TrashedKind; // organizations are deleted for good
        return { kind, api_id: id, restored: line.map((item) => item.id) };
      }),

    /** Deletes an object in the trash for good, with what was deleted from it before. Throws `not_found`. */
    purge,

    /** Deletes everything for good that is in the trash now. Returns the number of objects. */
    async empty(asked: Asked, workspaceId: string | null): Promise<number> {
      let purged = 0;
      for (let before: number | null = null; !isStopped(); ) {
        const rows: ItemRow[] = await pageOf(db, asked.principal, { workspaceId, before, limit: 100 });
        for (const { id } of rows) if (await unlessGone(purge(asked, id))) purged++;
        before = rows.at(-1)?.seq ?? null;
        if (before === null) break;
      }
      return purged;
    },

    /** Deletes for good what has rested long enough, in one transaction each. */
    async purgeDue(): Promise<number> {
      const before = clock.now() - days * DAY;
      let purged = 0;
      for (let id = await oldest(db, before); id !== undefined && !isStopped(); id = await oldest(db, before)) {
        const due = id;
        const start = performance.now();
        const isPurged = await unlessGone(transact(db, async (trx) => end(trx, await trash.lockTrashed(trx, due))));
        // Another server does the same now.
        if (!isPurged) break;
        purged++;
        // Other requests get as much time as this takes.
        await sleep(performance.now() - start);
      }
      return purged;
    },
  };
}

/** Returns false if somebody else has restored or purged it meanwhile. */
async function unlessGone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return false;
    throw error;
  }
}

interface Logged {
  object: StoredObject;
  name: string;
  stamp: Stamp;
  origin: ClientOrigin;
}

const audit = (trx: Trx, event: 'object_restored' | 'object_purged', { object, name, stamp, origin }: Logged) =>
  recordAudit(trx, { event, ...stamp, object: { id: object.id, kind: object.kind, name }, origin });
