import type { Figure } from '@gofigr/contract';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';
import { type RevisionRow, toNestedRevision } from '../revision/index.ts';

const scalars = (object: StoredObject) => ({
  ...wire.common(object),
  analysis: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedFigure = (object: StoredObject) => ({ _shallow: true as const, ...scalars(object) });

export const toFigure = (object: StoredObject, revisions: readonly RevisionRow[]): Figure => ({
  _shallow: false,
  ...scalars(object),
  revisions: revisions.map(toNestedRevision),
});
