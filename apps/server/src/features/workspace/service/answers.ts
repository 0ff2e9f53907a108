import type { Db } from '../../../kernel/db/index.ts';
import { createChildReader, type List, listOf, mapped } from '../../../kernel/http/index.ts';
import type { StoredObject } from '../../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../../analysis/index.ts';
import { assetSlices, toNestedAsset } from '../../asset/index.ts';
import { rowsOf, type WorkspaceRow } from '../store.ts';
import { toWorkspace } from '../wire.ts';

/** Row of a workspace that is deleted while it is read. */
export const GONE: WorkspaceRow = { workspace_type: 'secondary', organization_id: null };

type Children = 'objects' | 'ids';

/** Workspaces with their analyses and assets, and all lists in them. */
export async function wholeWorkspaces(db: Db, listed: readonly StoredObject[], children: Children = 'objects') {
  const rows = await rowsOf(
    db,
    listed.map(({ id }) => id),
  );
  const nested =
    <T extends StoredObject>(convert: (row: T) => unknown) =>
    (some: readonly T[]) =>
      some.map((row) => (children === 'ids' ? row.id : convert(row)));
  const { slices } = createChildReader(db, 'analysis');
  const answers: ReturnType<typeof toWorkspace>[] = [];
  const lists: List[] = [];
  for (const object of listed) {
    const analyses = await listOf(mapped(slices(object.id), nested(toNestedAnalysis)));
    const assets = await listOf(mapped(assetSlices(db, object.id), nested(toNestedAsset)));
    answers.push(toWorkspace(object, rows.get(object.id) ?? GONE, analyses, assets));
    lists.push(analyses, assets);
  }
  return { answers, lists };
}
