import type { Kind, TrashedKind, TrashItem } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import { trashRootOf, wire } from '../../kernel/objects/index.ts';
import type { ItemRow } from './store.ts';

/** Name of an object in the trash. A revision has none of its own. */
export const nameOf = ({ name, parent_name, revision_index }: ItemRow): string =>
  revision_index === null ? name : wire.revisionName(parent_name ?? '', revision_index);

/** `keptFor`: microseconds in the trash. */
export const toTrashItem = (row: ItemRow, counts: ReadonlyMap<Kind, number>, keptFor: number): TrashItem => ({
  api_id: row.id,
  kind: row.kind as TrashedKind, // organizations are deleted for good
  name: nameOf(row),
  workspace: row.home_id,
  workspace_name: row.home_name ?? '',
  parent: row.kept_parent_id,
  parent_name: row.parent_name,
  with: row.parent_place === null ? null : trashRootOf({ workspace_id: row.parent_place }),
  deleted_by: row.deleted_by,
  deleted_on: formatTime(row.deleted_on),
  purged_on: formatTime(row.deleted_on + keptFor),
  analyses: counts.get('analysis') ?? 0,
  figures: counts.get('figure') ?? 0,
  revisions: counts.get('revision') ?? 0,
  assets: counts.get('asset') ?? 0,
  asset_revisions: counts.get('asset_revision') ?? 0,
  size_bytes: row.size_bytes,
});
