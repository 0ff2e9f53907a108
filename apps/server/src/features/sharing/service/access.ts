import type { AccessGrant, ObjectAccess, Visibility } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { objects, type StoredObject } from '../../../kernel/objects/index.ts';
import { linksOn, membersWithAccess, organizationOf, sharesOn } from '../store.ts';

/** Tells who can see an object: its own shares, those of its parents, and the members above. */
export async function accessTo(db: Db, principal: Principal, object: StoredObject): Promise<ObjectAccess> {
  const { grants, people } = await grantsOn(db, await pathTo(db, object));
  const rights = await objects.rights(db, principal, object);
  return {
    visibility: visibilityOf(grants, people),
    people: rights.includes('follow') ? people : null,
    grants: rights.includes('manage') ? grants : null,
  };
}

const visibilityOf = (grants: readonly AccessGrant[], people: number): Visibility =>
  grants.some(({ reason }) => reason === 'link') ? 'link' : people > 1 ? 'people' : 'private';

/** The object under its displayed name, its parents from the nearest on, and the organization of its workspace. */
async function pathTo(db: Db, object: StoredObject): Promise<StoredObject[]> {
  const path = [{ ...object, name: await objects.nameOf(db, object) }];
  for (let id = object.parent_id; id !== null; ) {
    const parent = await objects.get(db, id);
    path.push(parent);
    id = parent.parent_id;
  }
  const organizationId = await organizationOf(db, object.workspace_id);
  if (organizationId !== null) path.push(await objects.get(db, organizationId));
  return path;
}

/** Every reason for access, those of the nearest objects first, and the number of people among them. */
async function grantsOn(db: Db, path: readonly StoredObject[]): Promise<{ grants: AccessGrant[]; people: number }> {
  const ids = path.map(({ id }) => id);
  const [links, shares, members] = await Promise.all([linksOn(db, ids), sharesOn(db, ids), membersWithAccess(db, ids)]);
  const grants = path.flatMap(({ id, kind, name }): AccessGrant[] => {
    const on = { kind, api_id: id, name };
    return [
      ...links
        .filter((link) => link.object_id === id)
        .map(() => ({ reason: 'link' as const, username: null, role: null, on })),
      ...shares
        .filter((share) => share.object_id === id)
        .map(({ username }) => ({ reason: 'share' as const, username, role: null, on })),
      ...members
        .filter((member) => member.object_id === id)
        .map(({ username, role }) => ({
          reason: kind === 'organization' ? ('organization' as const) : ('workspace' as const),
          username,
          role,
          on,
        })),
    ];
  });
  const people = new Set([...shares, ...members].filter(({ service_of }) => service_of === null).map(({ id }) => id));
  return { grants, people: people.size };
}
