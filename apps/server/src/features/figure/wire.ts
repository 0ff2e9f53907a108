import type { List } from '../../kernel/http/index.ts';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';

const scalars = (object: StoredObject) => ({
  ...wire.common(object),
  analysis: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedFigure = (object: StoredObject) => ({ _shallow: true as const, ...scalars(object) });

export const toFigure = (object: StoredObject, revisions: List) => ({
  _shallow: false as const,
  ...scalars(object),
  revisions,
});
