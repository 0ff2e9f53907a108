import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import { objects, type Stamp, type StoredObject } from '../../kernel/objects/index.ts';
import { recordActivity } from '../activity/index.ts';

export interface NamedFields {
  name?: string | null;
  description?: string | null;
}

/** What else of an object is written in the same transaction, once it is where it belongs. */
export type AlsoWrite = (trx: Trx, object: StoredObject) => Promise<void>;

/** What analyses, figures and assets have in common: named things in a parent that can be renamed, moved and deleted. */
export interface NamedObjectService {
  create(
    principal: SignedIn,
    parent: StoredObject,
    fields: NamedFields & { name: string },
    also?: AlsoWrite,
  ): Promise<StoredObject>;
  /**
   * The oldest one of this name in the parent, or a new one, which takes the right to create. `named` finds the oldest one
   * where not every child is meant.
   */
  findOrCreate(
    principal: SignedIn,
    parent: StoredObject,
    fields: NamedFields & { name: string },
    more?: { named?: FindOldest; also?: AlsoWrite },
  ): Promise<FoundOrCreated>;
  /** `to` is the parent it moves to, when the request names one. */
  update(
    principal: SignedIn,
    object: StoredObject,
    to: StoredObject | undefined,
    fields: NamedFields,
    silent: boolean,
    also?: AlsoWrite,
  ): Promise<void>;
  delete(principal: SignedIn, object: StoredObject): Promise<void>;
}

/** Finds the ID of the oldest object of a name, in the database or in a transaction. */
export type FindOldest = (db: Db) => Promise<string | undefined>;

export interface FoundOrCreated {
  id: string;
  isNew: boolean;
}

/** The analysis whose log tells of an object, if there is one. */
export type AnalysisOf = (trx: Trx, object: StoredObject) => Promise<string | null>;

export interface NamedObjectKind {
  kind: 'analysis' | 'figure' | 'asset';
  analysisOf: AnalysisOf;
}

/** Makes one in a locked parent, in the caller's transaction. */
async function addNamedObject(
  trx: Trx,
  { kind, analysisOf }: NamedObjectKind,
  parent: StoredObject,
  { name, description = null }: NamedFields & { name: string },
  stamp: Stamp,
  also?: AlsoWrite,
): Promise<StoredObject> {
  const object = await objects.insert(trx, { id: newId(), kind, parent, name, description, size: 0 }, stamp);
  await also?.(trx, object);
  const analysisId = await analysisOf(trx, object);
  await recordActivity(trx, { action: 'create', target: object, name, analysisId, stamp });
  return object;
}

/**
 * Makes one in a parent that had none of its name a moment ago, in the caller's transaction. The parent is held, so of
 * many that come at once the first makes it and the others find it.
 */
export async function findOrAdd(
  trx: Trx,
  namedKind: NamedObjectKind,
  parentId: string,
  fields: NamedFields & { name: string },
  stamp: () => Stamp,
  { named = oldest(namedKind, parentId, fields), also }: { named?: FindOldest; also?: AlsoWrite } = {},
): Promise<FoundOrCreated> {
  const parent = await objects.lock(trx, parentId);
  const known = await named(trx);
  if (known !== undefined) return { id: known, isNew: false };
  return { id: (await addNamedObject(trx, namedKind, parent, fields, stamp(), also)).id, isNew: true };
}

const oldest =
  ({ kind }: NamedObjectKind, parentId: string, { name }: { name: string }): FindOldest =>
  (db) =>
    objects.named(db, parentId, kind, name);

export function createNamedObjectService(
  { db, clock }: { db: Db; clock: Clock },
  namedKind: NamedObjectKind,
): NamedObjectService {
  const { kind, analysisOf } = namedKind;
  return {
    async create(principal, { id }, { name, description = null }, also) {
      return transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const parent = await objects.lock(trx, id);
        return addNamedObject(trx, namedKind, parent, { name, description }, stamp, also);
      });
    },

    async findOrCreate(principal, parent, fields, { named = oldest(namedKind, parent.id, fields), also } = {}) {
      // Most are there: nobody waits for them, and they are found by those who may only look.
      const known = await named(db);
      if (known !== undefined) return { id: known, isNew: false };
      return transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'create', parent.kind, parent.id);
        const stamp = () => ({ by: principal.username, at: clock.now() });
        return findOrAdd(trx, namedKind, parent.id, fields, stamp, { named, ...(also && { also }) });
      });
    },

    async update(principal, { id }, to, fields, silent, also) {
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const object = await objects.lock(trx, id);
        const name = fields.name ?? object.name;
        const { description = object.description } = fields;
        const moves = to !== undefined && to.id !== object.parent_id;
        // An analysis takes its own log along.
        const leftAnalysis = kind === 'analysis' ? null : await analysisOf(trx, object);
        if (moves) await objects.move(trx, object, await objects.lock(trx, to.id), null);
        await objects.update(trx, id, { name, description }, stamp);
        const target = await objects.get(trx, id);
        await also?.(trx, target);
        if (silent) return;
        const change = { target, name, analysisId: await analysisOf(trx, target), stamp };
        const left = { workspaceId: object.workspace_id, analysisId: leftAnalysis };
        await recordActivity(trx, moves ? { ...change, action: 'move', left } : { ...change, action: 'update' });
      });
    },

    async delete(principal, { id }) {
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const target = await objects.lock(trx, id);
        const analysisId = await analysisOf(trx, target);
        await objects.remove(trx, target, stamp);
        await recordActivity(trx, { action: 'delete', target, name: target.name, analysisId, stamp });
      });
    },
  };
}
