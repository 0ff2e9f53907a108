import type { NestedWorkspace, ShallowWorkspace, Workspace } from '@gofigr/contract';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../analysis/index.ts';
import { type AssetRow, toNestedAsset } from '../asset/index.ts';
import type { WorkspaceRow } from './store.ts';

const scalars = (object: StoredObject, { workspace_type, organization_id }: WorkspaceRow) => ({
  ...wire.common(object),
  workspace_type,
  organization: organization_id,
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toWorkspace = (
  object: StoredObject,
  row: WorkspaceRow,
  analyses: readonly StoredObject[],
  assets: readonly AssetRow[],
): Workspace => ({
  _shallow: false,
  ...scalars(object, row),
  analyses: analyses.map(toNestedAnalysis),
  assets: assets.map(toNestedAsset),
});

export const toShallowWorkspace = (object: StoredObject, row: WorkspaceRow): ShallowWorkspace => ({
  _shallow: true,
  ...scalars(object, row),
  analyses: null,
  assets: null,
});

export const toNestedWorkspace = (object: StoredObject, row: WorkspaceRow): NestedWorkspace => ({
  _shallow: true,
  ...scalars(object, row),
});
