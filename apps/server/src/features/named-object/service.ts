import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { BeginAnew, type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import {
  lockTree,
  objects,
  type Stamp,
  type StoredObject,
  type TrashPolicy,
  trash,
} from '../../kernel/objects/index.ts';
import { recordActivity } from '../activity/index.ts';

export interface NamedFields {
  name?: string | null;
  description?: string | null;
}

/** Writes more of an object in the same transaction, after it is in its parent. */
export type ExtraWrite = (trx: Trx, object: StoredObject) => Promise<void>;

/** Named objects in a parent that can be renamed, moved and deleted: analyses, figures and assets. */
export interface NamedObjectService {
  create(
    principal: SignedIn,
    parent: StoredObject,
    fields: NamedFields & { name: string },
    extraWrite?: ExtraWrite,
  ): Promise<StoredObject>;
  /**
   * Returns the oldest object of this name in the parent, or creates one, which needs the right to create. `named`
   * finds the oldest one if only some children count.
   */
  findOrCreate(
    principal: SignedIn,
    parent: StoredObject,
    fields: NamedFields & { name: string },
    more?: { named?: FindOldest; extraWrite?: ExtraWrite },
  ): Promise<FoundOrCreated>;
  /** `to` is the new parent of a move, if the request names one. */
  update(
    principal: SignedIn,
    object: StoredObject,
    to: StoredObject | undefined,
    fields: NamedFields,
    silent: boolean,
    extraWrite?: ExtraWrite,
  ): Promise<void>;
  delete(principal: SignedIn, object: StoredObject): Promise<void>;
}

/** Finds the ID of the oldest object with a name, in the database or in a transaction. */
export type FindOldest = (db: Db) => Promise<string | undefined>;

export interface FoundOrCreated {
  id: string;
  isNew: boolean;
}

/** Returns the analysis that logs an object, or null. */
export type AnalysisOf = (trx: Trx, object: StoredObject) => Promise<string | null>;

export interface NamedObjectKind {
  kind: 'analysis' | 'figure' | 'asset';
  analysisOf: AnalysisOf;
}

/** Creates an object in a locked parent, in the caller's transaction. */
async function addNamedObject(
  trx: Trx,
  { kind, analysisOf }: NamedObjectKind,
  parent: StoredObject,
  { name, description = null }: NamedFields & { name: string },
  stamp: Stamp,
  extraWrite?: ExtraWrite,
): Promise<StoredObject> {
  const object = await objects.insert(trx, { id: newId(), kind, parent, name, description, size: 0 }, stamp);
  await extraWrite?.(trx, object);
  const analysisId = await analysisOf(trx, object);
  await recordActivity(trx, { action: 'create', target: object, name, analysisId, stamp });
  return object;
}

/**
 * Creates an object in a parent that had none of this name a moment ago, in the caller's transaction. The parent is
 * locked, so of several concurrent callers the first creates the object and the others find it.
 */
async function findOrAdd(
  trx: Trx,
  namedKind: NamedObjectKind,
  parentId: string,
  fields: NamedFields & { name: string },
  stamp: () => Stamp,
  { named = oldest(namedKind, parentId, fields), extraWrite }: { named?: FindOldest; extraWrite?: ExtraWrite } = {},
): Promise<FoundOrCreated> {
  const parent = await objects.lock(trx, parentId);
  const known = await named(trx);
  if (known !== undefined) return { id: known, isNew: false };
  return { id: (await addNamedObject(trx, namedKind, parent, fields, stamp(), extraWrite)).id, isNew: true };
}

/**
 * Returns the oldest object of a name, or creates it, in a transaction that then publishes a revision into it.
 * Publishers lock a figure or asset before its parents. If another caller has just created the object, this transaction
 * already holds the parent, so it starts again to lock in the same order.
 */
export async function nameInPublish(
  trx: Trx,
  namedKind: NamedObjectKind,
  parentId: string,
  name: string,
  stamp: () => Stamp,
  extraWrite?: ExtraWrite,
): Promise<string> {
  const known = await objects.named(trx, parentId, namedKind.kind, name);
  if (known !== undefined) return known;
  const { id, isNew } = await findOrAdd(trx, namedKind, parentId, { name }, stamp, extraWrite && { extraWrite });
  if (!isNew) throw new BeginAnew();
  return id;
}

const oldest =
  ({ kind }: NamedObjectKind, parentId: string, { name }: { name: string }): FindOldest =>
  (db) =>
    objects.named(db, parentId, kind, name);

export interface NamedObjectDeps {
  db: Db;
  clock: Clock;
  trashPolicy: TrashPolicy;
}

export function createNamedObjectService(
  { db, clock, trashPolicy }: NamedObjectDeps,
  namedKind: NamedObjectKind,
): NamedObjectService {
  const { kind, analysisOf } = namedKind;
  return {
    async create(principal, { id }, { name, description = null }, extraWrite) {
      return transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const parent = await objects.lock(trx, id);
        return addNamedObject(trx, namedKind, parent, { name, description }, stamp, extraWrite);
      });
    },

    async findOrCreate(principal, parent, fields, { named = oldest(namedKind, parent.id, fields), extraWrite } = {}) {
      // Most objects exist already: finding them needs no lock, and only the right to view.
      const known = await named(db);
      if (known !== undefined) return { id: known, isNew: false };
      return transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'create', parent.kind, parent.id);
        const stamp = () => ({ by: principal.username, at: clock.now() });
        return findOrAdd(trx, namedKind, parent.id, fields, stamp, { named, ...(extraWrite && { extraWrite }) });
      });
    },

    async update(principal, { id, workspace_id }, to, fields, silent, extraWrite) {
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        // A move to another workspace changes everything below.
        const isFar = to !== undefined && to.workspace_id !== workspace_id;
        const object = await (isFar ? lockTree : objects.lock)(trx, id);
        const name = fields.name ?? object.name;
        const { description = object.description } = fields;
        const moves = to !== undefined && to.id !== object.parent_id;
        // An analysis keeps its own log when it moves.
        const leftAnalysis = kind === 'analysis' ? null : await analysisOf(trx, object);
        if (moves) await objects.move(trx, object, await objects.lockParents(trx, object, to.id), null);
        await objects.update(trx, id, { name, description }, stamp);
        const target = await objects.get(trx, id);
        await extraWrite?.(trx, target);
        const change = { target, name, analysisId: await analysisOf(trx, target), stamp, isSilent: silent };
        const left = { workspaceId: object.workspace_id, analysisId: leftAnalysis };
        await recordActivity(trx, moves ? { ...change, action: 'move', left } : { ...change, action: 'update' });
      });
    },

    async delete(principal, { id }) {
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const target = await lockTree(trx, id);
        const analysisId = await analysisOf(trx, target);
        await trash.discard(trx, target, stamp, trashPolicy);
        await recordActivity(trx, { action: 'delete', target, name: target.name, analysisId, stamp });
      });
    },
  };
}
