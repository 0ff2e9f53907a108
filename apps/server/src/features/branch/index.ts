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

/** The analysis whose log tells of an object, if there is one. */
export type AnalysisOf = (trx: Trx, object: TreeObject) => Promise<string | null>;

export interface BranchKind {
  kind: 'analysis' | 'figure' | 'asset';
  analysisOf: AnalysisOf;
}

/** Makes one in a locked parent, in the caller's transaction. */
export async function addBranch(
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

export function createBranchService(
  { db, clock }: { db: Db; clock: Clock },
  { kind, analysisOf }: BranchKind,
): BranchService {
  return {
    async create(principal, { id }, { name, description = null }, also) {
      return transact(db, async (trx) => {
        const stamp = { by: principal.username, at: clock.now() };
        const parent = await tree.lock(trx, id);
        return addBranch(trx, { kind, analysisOf }, parent, { name, description }, stamp, also);
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
