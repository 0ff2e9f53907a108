import type { Workspace } from '@gofigr/contract';
import type { Db } from '../../../kernel/db/index.ts';
import { type TreeObject, tree, wire } from '../../../kernel/tree/index.ts';
import { assetsIn } from '../../asset/index.ts';
import { rowsOf, type WorkspaceRow } from '../store.ts';
import { toWorkspace } from '../wire.ts';

/** For a workspace that is deleted while it is read. */
export const GONE: WorkspaceRow = { workspace_type: 'secondary', organization_id: null };

/** Workspaces with their analyses and assets. */
export async function wholeWorkspaces(db: Db, objects: readonly TreeObject[]): Promise<Workspace[]> {
  const ids = objects.map(({ id }) => id);
  const rows = await rowsOf(db, ids);
  const analyses = wire.byParent(await tree.children(db, ids, 'analysis'));
  const assets = Map.groupBy(await assetsIn(db, ids), wire.parentId);
  return objects.map((object) =>
    toWorkspace(object, rows.get(object.id) ?? GONE, analyses.get(object.id) ?? [], assets.get(object.id) ?? []),
  );
}
