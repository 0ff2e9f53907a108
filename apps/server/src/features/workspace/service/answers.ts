import type { Workspace } from '@gofigr/contract';
import type { Db } from '../../../kernel/db/index.ts';
import { objects, type StoredObject, wire } from '../../../kernel/objects/index.ts';
import { assetsIn } from '../../asset/index.ts';
import { rowsOf, type WorkspaceRow } from '../store.ts';
import { toWorkspace } from '../wire.ts';

/** Row of a workspace that is deleted while it is read. */
export const GONE: WorkspaceRow = { workspace_type: 'secondary', organization_id: null };

/** Workspaces with their analyses and assets. */
export async function wholeWorkspaces(db: Db, listed: readonly StoredObject[]): Promise<Workspace[]> {
  const ids = listed.map(({ id }) => id);
  const rows = await rowsOf(db, ids);
  const analyses = wire.byParent(await objects.children(db, ids, 'analysis'));
  const assets = Map.groupBy(await assetsIn(db, ids), wire.parentId);
  return listed.map((object) =>
    toWorkspace(object, rows.get(object.id) ?? GONE, analyses.get(object.id) ?? [], assets.get(object.id) ?? []),
  );
}
