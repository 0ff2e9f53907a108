import { formatOptionalTime, formatTime } from '../clock.ts';
import type { StoredObject } from './objects.ts';

export { revisionName } from './names.ts';

/** Fields that every object has on the wire. */
export const common = (object: StoredObject) => ({
  api_id: object.id,
  name: object.name,
  description: object.description,
  size_bytes: object.size_bytes,
});

export const stamps = (object: StoredObject) => ({
  created_by: object.created_by,
  created_on: formatTime(object.created_on),
  updated_by: object.updated_by,
  updated_on: formatOptionalTime(object.updated_on),
});

export const childStamps = (object: StoredObject) => ({
  child_updated_by: object.child_updated_by,
  child_updated_on: formatOptionalTime(object.child_updated_on),
});

/** The parent's ID; every object except a workspace has one. */
export function parentId(object: StoredObject): string {
  if (object.parent_id === null) throw new Error(`a ${object.kind} has a parent`);
  return object.parent_id;
}

export const byParent = (objects: readonly StoredObject[]): Map<string, StoredObject[]> =>
  Map.groupBy(objects, parentId);
