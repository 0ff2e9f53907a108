import type { AssetLink, AssetRevision, NestedAssetRevision } from '@gofigr/contract';
import type { List } from '../../kernel/http/index.ts';
import { wire } from '../../kernel/objects/index.ts';
import { type DataRow, type RevisionRow, revisionScalars, toData } from '../revision/index.ts';
import type { AssetRow } from './store.ts';

const scalars = (row: AssetRow) => ({
  ...wire.common(row),
  workspace: wire.parentId(row),
  analysis: row.analysis_id,
  ...wire.stamps(row),
  ...wire.childStamps(row),
});

export const toNestedAsset = (row: AssetRow) => ({ _shallow: true as const, ...scalars(row) });

export const toAsset = (row: AssetRow, revisions: List) => ({
  _shallow: false as const,
  ...scalars(row),
  revisions,
});

export const toNestedAssetRevision = (row: RevisionRow): NestedAssetRevision => ({
  _shallow: true,
  ...revisionScalars(row),
  asset: wire.parentId(row),
});

export const toAssetRevision = (
  row: RevisionRow,
  data: readonly DataRow[],
  figure_revisions: AssetLink[],
): AssetRevision => ({
  ...revisionScalars(row),
  asset: wire.parentId(row),
  figure_revisions,
  data: data.map(toData),
});
