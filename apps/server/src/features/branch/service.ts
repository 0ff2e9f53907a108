import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import { type Stamp, type TreeObject, tree } from '../../kernel/tree/index.ts';
import { recordActivity } from '../activity/index.ts';

export interface BranchFields {
  name?: string | null;
  description?: string | null;
}

/** What else of an object is written in the same transaction, once it is where it belongs. */
export type Also = (trx: Trx, object: TreeObject) => Promise<void>;

/** What analyses, figures and assets have in common: named things in a parent that can be renamed, moved and deleted. */
export interface BranchService {
  create(
    principal: SignedIn,
    parent: TreeObject,
    fields: BranchFields & { name: string },
    also?: Also,
  ): Promise<TreeObject>;
  /**
   * The oldest one of this name in the parent, or a new one, which takes the right to create. `named` finds the oldest one
   * where not every child is meant.
   */
  findOrCreate(
    principal: SignedIn,
    parent: TreeObject,
    fields: BranchFields & { name: string },
    more?: { named?: Named; also?: Also },
  ): Promise<FoundOrMade>;
  /** `to` is the parent it moves to, when the request names one. */
  update(
    principal: SignedIn,
    object: TreeObject,
    to: TreeObject | undefined,
    fields: BranchFields,
    silent: boolean,
    also?: Also,
  ): Promise<void>;
  delete(principal: SignedIn, object: TreeObject): Promise<void>;
}

/** Finds the ID of the oldest object of a name, in the database or in a transaction. */
export type Named = (db: Db) => Promise<string | undefined>;

export interface FoundOrMade {
  id: string;
  isNew: boolean;
}

/** The analysis whose log tells of an object, if there is one. */
export type AnalysisOf = (trx: Trx, object: TreeObject) => Promise<string | null>;

export interface BranchKind {
  kind: 'analysis' | 'figure' | 'asset';
  analysisOf: AnalysisOf;
}

/** Makes one in a locked parent, in the caller's transaction. */
async function addBranch(
  trx: Trx,
  { kind, analysisOf }: BranchKind,
  parent: TreeObject,
  { name, description = null }: BranchFields & { name: string },
  stamp: Stamp,
  also?: Also,
): Promise<TreeObject> {
  const object = await tree.insert(trx, { id: newId(), kind, parent, name, description, size: 0 }, stamp);
  await also?.(trx, object);
  const analysisId = await analysisOf(trx, object);
  await recordActivity(trx, { action: 'create', target: object, name, analysisId, stamp });
  return object;
}

/**
 * Makes one in a parent that had none of its name a moment ago, in the caller's transaction. The parent is held, so of
 * many that come at once the first makes it and the others find it.
 */
export async function addUnlessThere(
  trx: Trx,
  branch: BranchKind,
  parentId: string,
  fields: BranchFields & { name: string },
  stamp: () => Stamp,
  { named = oldest(branch, parentId, fields), also }: { named?: Named; also?: Also } = {},
): Promise<FoundOrMade> {
  const parent = await tree.lock(trx, parentId);
  const known = await named(trx);
  if (known !== undefined) return { id: known, isNew: false };
  return { id: (await addBranch(trx, branch, parent, fields, stamp(), also)).id, isNew: true };
}

const oldest =
  ({ kind }: BranchKind, parentId: string, { name }: { name: string }): Named =>
  (db) =>
    tree.named(db, parentId, kind, name);

export function createBranchService({ db, clock }: { db: Db; clock: Clock }, branch: BranchKind): BranchService {
  const { kind, analysisOf } = branch;
  return {
    async create(principal, { id }, { name, description = null }, also) {
      return transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const parent = await tree.lock(trx, id);
        return addBranch(trx, branch, parent, { name, description }, stamp, also);
      });
    },

    async findOrCreate(principal, parent, fields, { named = oldest(branch, parent.id, fields), also } = {}) {
      // Most are there: nobody waits for them, and they are found by those who may only look.
      const known = await named(db);
      if (known !== undefined) return { id: known, isNew: false };
      return transact(db, async (trx) => {
        await tree.authorise(trx, principal, 'create', parent.kind, parent.id);
        const stamp = () => ({ by: principal.username, at: clock.now() });
        return addUnlessThere(trx, branch, parent.id, fields, stamp, { named, ...(also && { also }) });
      });
    },

    async update(principal, { id }, to, fields, silent, also) {
      await transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const object = await tree.lock(trx, id);
        const name = fields.name ?? object.name;
        const { description = object.description } = fields;
        const moves = to !== undefined && to.id !== object.parent_id;
        // An analysis takes its own log along.
        const leftAnalysis = kind === 'analysis' ? null : await analysisOf(trx, object);
        if (moves) await tree.move(trx, object, await tree.lock(trx, to.id), null);
        await tree.update(trx, id, { name, description }, stamp);
        const target = await tree.get(trx, id);
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
        const target = await tree.lock(trx, id);
        const analysisId = await analysisOf(trx, target);
        await tree.remove(trx, target, stamp);
        await recordActivity(trx, { action: 'delete', target, name: target.name, analysisId, stamp });
      });
    },
  };
}
