import type { AccessGrant, AccessSummary, ObjectAccess, Visibility } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { objects, persons, type StoredObject } from '../../../kernel/objects/index.ts';
import { linksOn, membersWithAccess, organizationOf, sharesOn } from '../store.ts';
import { shownNames } from './shown-names.ts';

/** Tells who can see an object: its own shares, those of its parents, and the members above. */
export async function accessTo(db: Db, principal: Principal, object: StoredObject, now: number): Promise<ObjectAccess> {
  const path = await pathTo(db, { ...object, name: await objects.nameOf(db, object) });
  const given = await accessOn(db, idsOf(path), now);
  const rights = await objects.rights(db, principal, object);
  const { visibility, people } = summaryOf(given, idsOf(path));
  const isMember = rights.includes('follow');
  return {
    visibility,
    people: isMember ? people : null,
    grants: rights.includes('manage') ? await grantsOn(db, principal, given, path) : null,
    shared_by: isMember ? null : sharerOf(given, path, principal),
  };
}

/** Tells the same about children of an object that the caller may view, by ID, without the reasons. */
export async function accessToChildren(
  db: Db,
  principal: Principal,
  parent: StoredObject,
  ids: readonly string[],
  now: number,
): Promise<(id: string) => AccessSummary> {
  const accessOf = await accessBelow(db, principal, parent, ids, now);
  return (id) => accessOf([id]);
}

/** Tells the same about analyses, figures and assets anywhere in a workspace that the caller may view. */
export async function accessWithin(
  db: Db,
  principal: Principal,
  workspace: StoredObject,
  inside: readonly StoredObject[],
  now: number,
): Promise<(object: StoredObject) => AccessSummary> {
  const lineOf = ({ id, parent_id }: StoredObject) =>
    parent_id === null || parent_id === workspace.id ? [id] : [id, parent_id];
  const ids = [...new Set(inside.flatMap(lineOf))];
  const accessOf = await accessBelow(db, principal, workspace, ids, now);
  return (object) => accessOf(lineOf(object));
}

/** Tells about lines of these objects that end below the parent. */
async function accessBelow(
  db: Db,
  principal: Principal,
  parent: StoredObject,
  ids: readonly string[],
  now: number,
): Promise<(line: readonly string[]) => AccessSummary> {
  const above = idsOf(await pathTo(db, parent));
  const given = await accessOn(db, [...above, ...ids], now);
  const isMember = (await objects.rights(db, principal, parent)).includes('follow');
  return (line) => {
    const { visibility, people, guests } = summaryOf(given, [...line, ...above]);
    return { visibility, people: isMember ? people : null, guests: isMember ? guests : null };
  };
}

const idsOf = (path: readonly StoredObject[]): string[] => path.map(({ id }) => id);

/** The object, its parents from the nearest on, and the organization of its workspace. */
async function pathTo(db: Db, object: StoredObject): Promise<StoredObject[]> {
  const path = [object];
  for (let id = object.parent_id; id !== null; ) {
    const parent = await objects.get(db, id);
    path.push(parent);
    id = parent.parent_id;
  }
  const organizationId = await organizationOf(db, object.workspace_id);
  if (organizationId !== null) path.push(await objects.get(db, organizationId));
  return path;
}

/** Links, shares by name and members by the object that gives the access. */
type Given = Awaited<ReturnType<typeof accessOn>>;

async function accessOn(db: Db, ids: readonly string[], now: number) {
  const [links, shares, members] = await Promise.all([
    linksOn(db, ids, now),
    sharesOn(db, ids),
    membersWithAccess(db, ids),
  ]);
  const by = <T extends { object_id: string }>(rows: readonly T[]) => {
    const grouped = Map.groupBy(rows, ({ object_id }) => object_id);
    return (id: string): readonly T[] => grouped.get(id) ?? [];
  };
  return { links: by(links), shares: by(shares), members: by(members) };
}

/** Number of people with access to an object, by the IDs of its path. */
function summaryOf({ links, shares, members }: Given, path: readonly string[]) {
  const idsOfPeople = (rows: readonly { id: string; service_of: string | null }[]) =>
    new Set(rows.filter(({ service_of }) => service_of === null).map(({ id }) => id));
  const inside = idsOfPeople(path.flatMap(members));
  const guests = idsOfPeople(path.flatMap(shares)).difference(inside).size;
  const people = inside.size + guests;
  const isLinked = path.some((id) => links(id).length > 0);
  const visibility: Visibility = isLinked ? 'link' : people > 1 ? 'people' : 'private';
  return { visibility, people, guests };
}

/** Every reason for access, those of the nearest objects first. */
async function grantsOn(
  db: Db,
  principal: Principal,
  { links, shares, members }: Given,
  path: readonly StoredObject[],
): Promise<AccessGrant[]> {
  const ids = idsOf(path);
  const shown = await shownNames(db, principal, [...ids.flatMap(shares), ...ids.flatMap(members)]);
  return path.flatMap(({ id, kind, name }): AccessGrant[] => {
    const on = { kind, api_id: id, name };
    const reason = kind === 'organization' ? ('organization' as const) : ('workspace' as const);
    return [
      ...links(id).map(() => ({ reason: 'link' as const, username: null, role: null, on })),
      ...shares(id).map(({ username, named_as }) => ({
        reason: 'share' as const,
        username: shown(username),
        role: null,
        on,
        ...(named_as !== null && named_as !== username && { named_as }),
      })),
      ...members(id).map(({ username, role }) => ({ reason, username: shown(username), role, on })),
    ];
  });
}

/** Full name of the person who gives a visitor access: by the nearest share with them by name, or the nearest link. */
function sharerOf({ links, shares }: Given, path: readonly StoredObject[], principal: Principal): string | null {
  const userId = principal.kind === 'user' ? principal.userId : null;
  const ids = idsOf(path);
  const [share] = [...ids.flatMap(shares).filter(({ id }) => id === userId), ...ids.flatMap(links)];
  return share ? persons.fullNameOf(share) : null;
}
