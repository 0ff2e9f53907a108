/** A kind of object that has members. */
export type GroupKind = 'workspace' | 'organization';

export interface Group {
  kind: GroupKind;
  id: string;
  name: string;
}
