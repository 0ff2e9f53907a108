import type { NestedWorkspace, ShallowWorkspace } from '@gofigr/contract';
import type { List } from '../../kernel/http/index.ts';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';
import type { WorkspaceRow } from './store.ts';

const scalars = (object: StoredObject, { workspace_type, organization_id }: WorkspaceRow) => ({
  ...wire.common(object),
  workspace_type,
  organization: organization_id,
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toWorkspace = (object: StoredObject, row: WorkspaceRow, analyses: List, assets: List) => ({
  _shallow: false as const,
  ...scalars(object, row),
  analyses,
  assets,
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
