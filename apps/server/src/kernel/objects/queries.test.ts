import type { Kind } from '@gofigr/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../auth/principal.ts';
import { addUser } from '../auth/test-users.ts';
import { type Db, nameKeyOf, type Trx } from '../db/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-databases.ts';
import { newId } from '../ids.ts';
import { objects, type Role, type StoredObject, trash, wire } from './index.ts';

let store: TestDatabase;
let db: Db;
let ada: SignedIn;
let bob: SignedIn;
beforeEach(async () => {
  store = await createTestDatabase('sqlite');
  const database = store.open();
  await database.migrate();
  db = database.db;
  [ada, bob] = [await signedIn('ada'), await signedIn('bob')];
});
afterEach(() => store.remove());

const ANYBODY = { kind: 'anonymous' } as const;
const STAMP = { by: 'ada', at: 1_000_000 };
const LATER = { by: 'bob', at: 2_000_001 };
const FOR_GOOD = { days: () => 0 };

async function signedIn(username: string): Promise<SignedIn> {
  const userId = await addUser(db, username);
  const more = { isStaff: false, via: 'session', credentialId: '', signInId: '', scope: null, key: null } as const;
  return { kind: 'user', userId, username, ...more };
}
const write = <T>(work: (trx: Trx) => Promise<T>) => db.transaction().execute(work);
const insert = (kind: Kind, parent: StoredObject | null, name: string = kind, size = 0) =>
  write(async (trx) => {
    const { id } = await objects.insert(trx, { id: newId(), kind, parent, name, description: null, size }, STAMP);
    return objects.get(trx, id);
  });
const join = async (object: StoredObject, who: SignedIn, role: Role, accepted: number | null = 1) => {
  const row = { object_id: object.id, user_id: who.userId, role, created: 1, accepted, added_by: null };
  await db.insertInto('members').values(row).execute();
};
async function workspace(
  owner: SignedIn,
  organization: StoredObject | null = null,
  type: 'primary' | 'secondary' = 'secondary',
) {
  const made = await insert('workspace', null);
  const row = {
    id: made.id,
    workspace_type: type,
    organization_id: organization?.id ?? null,
    organization_joined: null,
  };
  await db.insertInto('workspaces').values(row).execute();
  await join(made, owner, 'owner');
  return made;
}
async function newOrganization(admin: SignedIn) {
  const made = await insert('organization', null);
  const row = { id: made.id, email: null, logo: null, allow_per_workspace_storage_settings: 0 };
  await db.insertInto('organizations').values(row).execute();
  await join(made, admin, 'org_admin');
  return made;
}
/** A line of objects from a workspace of ada's down to a revision. */
async function line(root?: StoredObject) {
  const top = root ?? (await workspace(ada));
  const analysis = await insert('analysis', top, 'A', 3);
  const figure = await insert('figure', analysis, 'F', 3);
  const revision = await insert('revision', figure, '', 3);
  const row = {
    id: revision.id,
    parent_id: figure.id,
    revision_index: 4,
    metadata: '{}',
    is_clean_room: 0,
    short_id: null,
    derived_from: null,
  };
  await db.insertInto('revisions').values(row).execute();
  return { workspace: top, analysis, figure, revision };
}
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: any) => `${error.code}: ${error.message}`,
  );

describe('rights on an object', () => {
  it('are those of the roles in its workspace and in the organization of that', async () => {
    const company = await newOrganization(bob);
    const { figure, ...rest } = await line(await workspace(ada, company));
    expect(await objects.rights(db, ada, figure)).toContain('own');
    expect(await objects.rights(db, bob, figure)).toContain('own');
    const carl = await signedIn('carl');
    expect(await objects.rights(db, carl, figure)).toEqual([]);
    await join(company, carl, 'workspace_viewer');
    expect(await objects.rights(db, carl, figure)).toEqual(['view', 'follow']);
    await join(rest.workspace, carl, 'creator');
    expect(await objects.rights(db, carl, figure)).toEqual(['view', 'follow', 'create', 'update', 'delete']);
    expect(await objects.rights(db, ANYBODY, figure)).toEqual([]);
    const found = await objects.authorise(db, bob, 'manage', 'figure', figure.id.toUpperCase());
    expect(found).toEqual({ ...figure, organization_id: company.id, key_id: null });
    expect([objects.homeOf(found), objects.homeOf({ ...found, kind: 'workspace' })]).toEqual([
      figure.parent_id,
      company.id,
    ]);
  });

  it('are nobody’s on what is not there or of another kind, in words', async () => {
    const { figure, revision } = await line();
    const ask = (kind: Kind | 'data', id: string) => outcome(objects.authorise(db, ada, 'view', kind, id));
    expect(await ask('figure', figure.id)).toBe('ok');
    expect(await ask('asset_revision', figure.id)).toBe('not_found: No asset revision was found under this ID.');
    for (const id of [newId(), 'x', '', `${figure.id}0`, `0${figure.id}`, figure.parent_id ?? ''])
      expect(await ask('figure', id)).toBe('not_found: No figure was found under this ID.');
    expect(await ask('data', revision.id)).toBe('not_found: No data was found under this ID.');
    const datum = { id: newId(), owner_id: revision.id, position: 0, name: 'd', type: 'text', hash: '', size_bytes: 0 };
    await db
      .insertInto('data')
      .values({ ...datum, is_clean_room: 0, metadata: '{}' })
      .execute();
    expect((await objects.authorise(db, ada, 'delete', 'data', datum.id.toUpperCase())).id).toBe(revision.id);
    expect(await outcome(objects.authorise(db, bob, 'view', 'data', datum.id))).toBe(
      'not_allowed: You do not have the right to do this.',
    );
  });

  it('with a key for one workspace end there', async () => {
    const [one, other] = [await line(), await line()];
    const key = { ...ada, scope: [one.workspace.id] };
    expect(await objects.can(db, key, 'delete', one.revision)).toBe(true);
    expect(await objects.can(db, key, 'view', other.revision)).toBe(false);
    expect(idsOf(await objects.reachable(db, key, 'revision'))).toEqual([one.revision.id]);
    expect([...(await objects.visible(db, key, 'revision', [one.revision.id, other.revision.id]))]).toEqual([
      one.revision.id,
    ]);
    expect(await objects.usualWorkspace(db, key)).toBe(one.workspace.id);
  });

  it('by a link end with it', async () => {
    const { analysis, revision } = await line();
    await db.insertInto('link_shares').values({ object_id: analysis.id, created: 1 }).execute();
    const seen = async () => [
      await objects.can(db, ANYBODY, 'view', revision),
      (await objects.visible(db, ANYBODY, 'revision', [revision.id])).has(revision.id),
      (await objects.visible(db, bob, 'revision', [revision.id])).has(revision.id),
    ];
    const expire = (expiry: number | null) => db.updateTable('link_shares').set({ expiry }).execute();
    expect(await seen()).toEqual([true, true, true]);
    await expire((Date.now() + 60_000) * 1000);
    expect(await seen()).toEqual([true, true, true]);
    await expire((Date.now() - 1) * 1000);
    expect(await seen()).toEqual([false, false, false]);
  });

  it.each(['link', 'user'] as const)('by sharing with a %s are to view it and what is below', async (how) => {
    const { workspace: top, analysis, figure, revision } = await line();
    const share = async (object: StoredObject) =>
      how === 'link'
        ? db.insertInto('link_shares').values({ object_id: object.id, created: 1 }).execute()
        : db.insertInto('user_shares').values({ object_id: object.id, user_id: bob.userId, created: 1 }).execute();
    const end = async () => {
      await db.deleteFrom('link_shares').execute();
      await db.deleteFrom('user_shares').execute();
    };
    const all = [top, analysis, figure, revision];
    for (const [depth, object] of all.entries()) {
      if (depth === 0) continue;
      await share(object);
      const seen = [];
      for (const each of all) seen.push((await objects.rights(db, bob, each)).join());
      expect(seen).toEqual(all.map((_, index) => (index >= depth ? 'view' : '')));
      for (const [index, each] of all.entries()) {
        const visible = await objects.visible(db, bob, each.kind, [each.id]);
        expect(visible.has(each.id)).toBe(index >= depth);
        expect(await objects.can(db, ANYBODY, 'view', each)).toBe(how === 'link' && index >= depth);
        const anybody = await objects.visible(db, ANYBODY, each.kind, [each.id]);
        expect(anybody.has(each.id)).toBe(how === 'link' && index >= depth);
      }
      expect(idsOf(await objects.visiblePath(db, bob, revision))).toEqual(idsOf(all.slice(depth)));
      await end();
    }
    expect(idsOf(await objects.visiblePath(db, ada, revision))).toEqual(idsOf(all));
  });

  it('that can not be found out are an error', async () => {
    const { figure } = await line();
    const broken = {
      getExecutor: () => {
        throw new Error('no database');
      },
    } as unknown as Db;
    await expect(objects.can(broken, ada, 'view', figure)).rejects.toThrow('no database');
    expect(await objects.can(db, ada, 'view', { kind: 'figure', id: newId() })).toBe(false);
  });
});

describe('what somebody reaches', () => {
  it('is in their workspaces, those of their organizations, and these, accepted or not', async () => {
    const [mine, company] = [await workspace(ada), await newOrganization(ada)];
    const within = await workspace(bob, company);
    await workspace(bob);
    const asked = await workspace(bob);
    await join(asked, ada, 'viewer', null);
    const employer = await newOrganization(bob);
    const inside = await workspace(bob, employer);
    await join(employer, ada, 'workspace_viewer', null);
    const roots = async (which?: 'accepted') =>
      idsOf(await objects.rootsOf(db, ada.userId, which).execute()).toSorted();
    const accepted = idsOf([mine, company, within]).toSorted();
    expect(await roots('accepted')).toEqual(accepted);
    expect(await roots()).toEqual([...accepted, ...idsOf([asked, employer, inside])].toSorted());
    expect(idsOf(await objects.reachable(db, ada, 'workspace'))).toEqual(idsOf([mine, within, asked, inside]));
    expect(idsOf(await objects.reachable(db, ada, 'organization'))).toEqual(idsOf([company, employer]));
  });

  it('has one usual workspace: the primary one that they own', async () => {
    await workspace(ada);
    const theirs = await workspace(bob, null, 'primary');
    await join(theirs, ada, 'admin');
    expect(await objects.usualWorkspace(db, ada)).toBeUndefined();
    const mine = await workspace(ada, null, 'primary');
    expect(await objects.usualWorkspace(db, ada)).toBe(mine.id);
    expect(await objects.usualWorkspace(db, bob)).toBe(theirs.id);
  });

  it('is asked about by kind and ID', async () => {
    const { figure, analysis } = await line();
    expect([...(await objects.visible(db, ada, 'figure', [figure.id, analysis.id, newId()]))]).toEqual([figure.id]);
    expect([...(await objects.visible(db, ada, 'figure', []))]).toEqual([]);
    expect([...(await objects.visible(db, bob, 'figure', [figure.id]))]).toEqual([]);
  });
});

describe('what lies in an object', () => {
  it('is told by kind, oldest first', async () => {
    const { workspace: top, analysis, figure } = await line();
    const [second, other] = [await insert('figure', analysis, 'F'), await line()];
    await insert('asset', top, 'S');
    expect(idsOf(await objects.children(db, [other.analysis.id, analysis.id], 'figure'))).toEqual(
      idsOf([figure, second, other.figure]),
    );
    expect(await objects.children(db, [top.id], 'figure')).toEqual([]);
    expect(idsOf(await objects.children(db, [top.id], 'analysis'))).toEqual([analysis.id]);
  });

  it('is found by its name, however its letters are composed', async () => {
    const { analysis } = await line();
    const [first, second] = [
      await insert('figure', analysis, 'Caf\u00e9'),
      await insert('figure', analysis, 'Cafe\u0301'),
    ];
    await insert('asset', analysis, 'Caf\u00e9');
    await insert('figure', (await line()).analysis, 'Caf\u00e9');
    for (const name of ['Caf\u00e9', 'Cafe\u0301']) {
      expect(await objects.named(db, analysis.id, 'figure', name)).toBe(first.id);
      expect(idsOf(await objects.namesakes(db, analysis.id, 'figure', name).execute())).toEqual(idsOf([first, second]));
    }
    expect(await objects.named(db, analysis.id, 'figure', 'Cafe')).toBeUndefined();
    await write((trx) => objects.update(trx, first.id, { name: 'Cafe' }, LATER));
    expect(await objects.named(db, analysis.id, 'figure', 'Cafe')).toBe(first.id);
    expect(await objects.named(db, analysis.id, 'figure', 'Caf\u00e9')).toBe(second.id);
  });

  it('is called by its name, a revision by that of what it is of', async () => {
    const { figure, revision } = await line();
    expect(await objects.nameOf(db, figure)).toBe('F');
    expect(await objects.nameOf(db, revision)).toBe('F – Revision #5');
  });

  it('that is gone is not found', async () => {
    expect(await objects.find(db, newId())).toBeUndefined();
    const gone = 'not_found: Nothing was found under this ID.';
    expect(await outcome(objects.get(db, newId()))).toBe(gone);
    expect(await outcome(write((trx) => objects.lock(trx, newId())))).toBe(gone);
    expect(await outcome(write((trx) => objects.propagate(trx, new Map([[newId(), 1]]), null)))).toBe(gone);
    const { figure } = await line();
    expect(await objects.get(db, figure.id)).toEqual(figure);
    expect(await write((trx) => objects.lock(trx, figure.id))).toEqual(figure);
  });
});

describe('a change', () => {
  const now = async (object: StoredObject) => objects.get(db, object.id);
  const sizes = async (...of: StoredObject[]) => (await Promise.all(of.map(now))).map(({ size_bytes }) => size_bytes);

  it('of an object stamps it, and leaves out what is not changed', async () => {
    const { figure, analysis } = await line();
    expect(figure).toMatchObject({
      kind: 'figure',
      parent_id: analysis.id,
      workspace_id: analysis.workspace_id,
      name: 'F',
      description: null,
      size_bytes: 3,
      created_on: STAMP.at,
      created_by: 'ada',
      updated_on: null,
      updated_by: null,
      child_updated_on: null,
      child_updated_by: null,
    });
    const stamped = { ...figure, updated_on: LATER.at, updated_by: 'bob' };
    for (const [fields, after] of [
      [{}, stamped],
      [{ description: 'D' }, { ...stamped, description: 'D' }],
      [{ size_bytes: 9 }, { ...stamped, description: 'D', size_bytes: 9 }],
      [
        { name: 'G', description: null },
        { ...stamped, size_bytes: 9, name: 'G', name_key: nameKeyOf('G') },
      ],
    ] as const) {
      await write((trx) => objects.update(trx, figure.id, fields, LATER));
      expect(await now(figure)).toEqual(after);
    }
    expect(await now(analysis)).toEqual(analysis);
  });

  it('of a size reaches all above, with the moment if there is one', async () => {
    const { workspace: top, analysis, figure, revision } = await line();
    const second = await insert('figure', analysis, 'G');
    const changes = new Map([
      [figure.id, 5],
      [second.id, -2],
    ]);
    await write((trx) => objects.propagate(trx, changes, null));
    expect(await sizes(top, analysis, figure, second, revision)).toEqual([3, 6, 8, -2, 3]);
    expect((await now(top)).child_updated_on).toBeNull();
    await write((trx) => objects.propagate(trx, new Map([[figure.id, 1]]), LATER));
    for (const above of [top, analysis, figure])
      expect(await now(above)).toMatchObject({ child_updated_on: LATER.at, child_updated_by: 'bob', updated_on: null });
    expect((await now(second)).child_updated_on).toBeNull();
    expect(await sizes(top, analysis, figure)).toEqual([4, 7, 9]);
  });

  it('of the place takes sizes and everything below along', async () => {
    const [from, to] = [await line(), await line()];
    await write((trx) => objects.move(trx, from.figure, to.analysis, null));
    expect(await now(from.figure)).toMatchObject({ parent_id: to.analysis.id, workspace_id: to.workspace.id });
    expect(await now(from.revision)).toEqual({ ...from.revision, workspace_id: to.workspace.id });
    expect(await now(from.analysis)).toMatchObject({ workspace_id: from.workspace.id, child_updated_on: null });
    expect(await sizes(from.workspace, from.analysis, to.workspace, to.analysis)).toEqual([-3, 0, 3, 6]);
    const there = await insert('analysis', to.workspace);
    await write(async (trx) => objects.move(trx, await objects.get(trx, to.figure.id), there, LATER));
    expect(await sizes(to.workspace, to.analysis, there)).toEqual([3, 3, 3]);
    expect(await now(to.workspace)).toMatchObject({ child_updated_on: LATER.at });
  });

  it.each([
    ['figure', null],
    ['revision', LATER.at],
  ] as const)('that deletes a %s takes all below it away, and its size', async (kind, moment) => {
    const all = await line();
    const kept = await line();
    await write((trx) => trash.discard(trx, all[kind], LATER, FOR_GOOD));
    expect(await objects.find(db, all[kind].id)).toBeUndefined();
    expect(await objects.find(db, all.revision.id)).toBeUndefined();
    expect(await now(all.analysis)).toMatchObject({ size_bytes: 0, child_updated_on: moment });
    expect(await now(kept.revision)).toEqual(kept.revision);
  });

  it('that deletes a workspace or a revision of an asset is the same', async () => {
    const asset = await insert('asset', await workspace(ada), 'S', 2);
    const revision = await insert('asset_revision', asset, '', 2);
    await write((trx) => trash.discard(trx, revision, LATER, FOR_GOOD));
    expect(await now(asset)).toMatchObject({ size_bytes: 0, child_updated_on: LATER.at, child_updated_by: 'bob' });
    await write(async (trx) => trash.discard(trx, await objects.get(trx, asset.workspace_id), LATER, FOR_GOOD));
    expect(await objects.find(db, asset.id)).toBeUndefined();
  });
});

describe('an object on the wire', () => {
  it('has its fields and moments', async () => {
    const { figure, analysis, workspace: top } = await line();
    expect(wire.common({ ...figure, description: 'D' })).toEqual({
      api_id: figure.id,
      name: 'F',
      description: 'D',
      size_bytes: 3,
    });
    const [first, second] = ['1970-01-01T00:00:01.000000+00:00', '1970-01-01T00:00:02.000001+00:00'];
    expect(wire.stamps(figure)).toEqual({ created_by: 'ada', created_on: first, updated_by: null, updated_on: null });
    expect(wire.stamps({ ...figure, updated_by: 'bob', updated_on: LATER.at })).toMatchObject({
      updated_by: 'bob',
      updated_on: second,
    });
    expect(wire.childStamps({ ...figure, child_updated_by: 'bob', child_updated_on: LATER.at })).toEqual({
      child_updated_by: 'bob',
      child_updated_on: second,
    });
    expect(wire.parentId(figure)).toBe(analysis.id);
    expect(() => wire.parentId(top)).toThrow('a workspace has a parent');
    expect(wire.byParent([figure])).toEqual(new Map([[analysis.id, [figure]]]));
  });
});
