import type { List } from '../../kernel/http/index.ts';
import { type StoredObject, wire } from '../../kernel/objects/index.ts';

const scalars = (object: StoredObject) => ({
  ...wire.common(object),
  workspace: wire.parentId(object),
  ...wire.stamps(object),
  ...wire.childStamps(object),
});

export const toNestedAnalysis = (object: StoredObject) => ({ _shallow: true as const, ...scalars(object) });

export const toAnalysis = (object: StoredObject, figures: List) => ({
  _shallow: false as const,
  ...scalars(object),
  figures,
});
