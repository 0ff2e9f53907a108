import type { Figure } from '@gofigr/contract';
import { type TreeObject, wire } from '../../kernel/tree/index.ts';
import { type RevisionRow, toNestedRevision } from '../revision/index.ts';

const scalars = (object: TreeObject) => ({
  ...wire.common(object),
  analysis: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedFigure = (object: TreeObject) => ({ _shallow: true as const, ...scalars(object) });

export const toFigure = (object: TreeObject, revisions: readonly RevisionRow[]): Figure => ({
  _shallow: false,
  ...scalars(object),
  revisions: revisions.map(toNestedRevision),
});
