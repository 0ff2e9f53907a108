import type { ShallowWorkspace, Workspace } from '@gofigr/contract';
import { type TreeObject, wire } from '../../kernel/tree/index.ts';
import { toNestedAnalysis } from '../analysis/index.ts';
import type { WorkspaceType } from './store.ts';

const scalars = (object: TreeObject, type: WorkspaceType) => ({
  ...wire.common(object),
  workspace_type: type,
  organization: null,
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toWorkspace = (object: TreeObject, type: WorkspaceType, analyses: readonly TreeObject[]): Workspace => ({
  _shallow: false,
  ...scalars(object, type),
  analyses: analyses.map(toNestedAnalysis),
  assets: [],
});

export const toShallowWorkspace = (object: TreeObject, type: WorkspaceType): ShallowWorkspace => ({
  _shallow: true,
  ...scalars(object, type),
  analyses: null,
  assets: null,
});
