import type { Analysis } from '@gofigr/contract';
import { type TreeObject, wire } from '../../kernel/tree/index.ts';
import { toNestedFigure } from '../figure/index.ts';

const scalars = (object: TreeObject) => ({
  ...wire.common(object),
  workspace: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedAnalysis = (object: TreeObject) => ({ _shallow: true as const, ...scalars(object) });

export const toAnalysis = (object: TreeObject, figures: readonly TreeObject[]): Analysis => ({
  _shallow: false,
  ...scalars(object),
  figures: figures.map(toNestedFigure),
});
