import type { Analysis } from '@gofigr/contract';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';
import { toNestedFigure } from '../figure/index.ts';

const scalars = (object: StoredObject) => ({
  ...wire.common(object),
  workspace: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedAnalysis = (object: StoredObject) => ({ _shallow: true as const, ...scalars(object) });

export const toAnalysis = (object: StoredObject, figures: readonly StoredObject[]): Analysis => ({
  _shallow: false,
  ...scalars(object),
  figures: figures.map(toNestedFigure),
});
