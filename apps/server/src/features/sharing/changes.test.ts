import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}

let test: TestServer;
let owner: Person;
let other: Person;
let things: Awaited<ReturnType<typeof plant>> & { asset: string; asset_revision: string };
beforeAll(async () => {
  test = await startTestServer();
  [owner, other] = [await test.account(), await test.account()];
  const { body: asset } = await test.call('POST', 'asset/', { name: 'a.csv', workspace: owner.workspace }, owner.proof);
  const data = [{ name: 'a.csv', type: 'file', data: base64('a,b') }];
  const made = await test.call('POST', 'asset_revision/', { asset: asset.api_id, metadata: {}, data }, owner.proof);
  things = {
    ...(await plant(test, owner.proof, owner.workspace)),
    asset: asset.api_id,
    asset_revision: made.body.api_id,
  };
});
afterAll(() => test.close());

const NAMES = {
  analysis: 'Analysis',
  figure: 'Figure',
  revision: 'Figure – Revision #1',
  asset: 'a.csv',
  asset_revision: 'a.csv – Revision #1',
} as const;
type Kind = keyof typeof NAMES;
const KINDS = Object.keys(NAMES) as Kind[];

const byLink = (kind: Kind, enabled: boolean) =>
  test.call('POST', `${kind}/${things[kind]}/share/link/`, { enabled }, owner.proof);
const byName = (kind: Kind, who: Person, sharing_enabled: boolean, as = owner) =>
  test.call('POST', `${kind}/${things[kind]}/share/user/`, { username: who.username, sharing_enabled }, as.proof);
const read = async (path: string, as: Person) => (await test.call('GET', path, undefined, as.proof)).body;
const recorded = async (kind: Kind) => {
  const { entries } = await read('audit/?limit=1000', owner);
  return entries.filter((one: any) => one.object_id === things[kind] && one.event.includes('sharing')).toReversed();
};

describe.each(KINDS)('a change of who an object of kind %s is shared with', (kind) => {
  it('is answered, and told to those who manage it', async () => {
    const path = `${kind}/${things[kind]}/share/link/`;
    expect(await read(path, owner)).toEqual({ enabled: false });
    await byLink(kind, true);
    expect(await read(path, owner)).toEqual({ enabled: true });
    await byLink(kind, false);
    expect(await read(path, owner)).toEqual({ enabled: false });
  });

  it('is recorded once, with who did what to which', async () => {
    const before = (await recorded(kind)).length;
    const count = async () => (await recorded(kind)).length - before;
    const counts = [];
    for (const change of [byLink, (of: Kind, enabled: boolean) => byName(of, other, enabled)])
      for (const enabled of [false, true, true, false, false]) {
        await change(kind, enabled);
        counts.push(await count());
      }
    // Only what changes anything.
    expect(counts).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
    const entries = (await recorded(kind)).slice(before);
    expect(entries.map((one: any) => [one.event, one.subject])).toEqual([
      ['link_sharing_enabled', owner.username],
      ['link_sharing_disabled', owner.username],
      ['user_sharing_enabled', other.username],
      ['user_sharing_disabled', other.username],
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({
        username: owner.username,
        object_kind: kind,
        object_name: NAMES[kind],
        address: '127.0.0.1',
      });
  });
});

describe('what is shared with a user', () => {
  const names = async (who: Person, proof = who.proof) =>
    (await test.call('GET', 'shared/', undefined, proof)).body.map((one: any) => one.name);

  it('is listed newest first, by the names that people know it by', async () => {
    const user = await test.account();
    for (const kind of KINDS) await byName(kind, user, true);
    expect(await names(user)).toEqual(KINDS.map((kind) => NAMES[kind]).toReversed());
    const { body: before } = await test.call('GET', 'shared/', undefined, user.proof);
    // It is shared already: it keeps its time and its place.
    await byName('analysis', user, true);
    expect((await test.call('GET', 'shared/', undefined, user.proof)).body).toEqual(before);
    expect(before.map((one: any) => one.shared_on)).toEqual(
      before
        .map((one: any) => one.shared_on)
        .toSorted()
        .toReversed(),
    );
    await byName('figure', user, false);
    expect(await names(user)).not.toContain('Figure');
  });

  it('is told to a key for one workspace only as far as it lies there', async () => {
    const user = await test.account();
    const home = await plant(test, other.proof, other.workspace);
    await byName('figure', user, true);
    const share = { username: user.username, sharing_enabled: true };
    await test.call('POST', `analysis/${home.analysis}/share/user/`, share, other.proof);
    const member = { username: user.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${owner.workspace}/members/add/`, member, owner.proof);
    const here = await test.key(user.proof, { workspace: owner.workspace });
    const everywhere = await test.key(user.proof);
    const elsewhere = await test.key(user.proof, { workspace: user.workspace });
    expect(await names(user, everywhere.proof)).toEqual(['Analysis', 'Figure']);
    expect(await names(user, here.proof)).toEqual(['Figure']);
    expect(await names(user, elsewhere.proof)).toEqual([]);
  });
});

describe('sharing by name', () => {
  it('lists users in the order in which they were let in', async () => {
    const people = [await test.account(), await test.account(), await test.account()];
    const [first, second, third] = people as [Person, Person, Person];
    const path = `revision/${(await plant(test, owner.proof, owner.workspace)).revision}/share/user/`;
    for (const { username } of [second, third, first, second])
      await test.call('POST', path, { username, sharing_enabled: true }, owner.proof);
    const list = await read(path, owner);
    expect(list.map((one: any) => one.username)).toEqual([second, third, first].map((one) => one.username));
  });

  it('ends for one user and one thing alone', async () => {
    const [one, two] = [await test.account(), await test.account()] as [Person, Person];
    for (const kind of ['figure', 'analysis'] as const) for (const who of [one, two]) await byName(kind, who, true);
    await byName('figure', one, false);
    expect((await read('shared/', one)).map((each: any) => each.kind)).toEqual(['analysis']);
    expect((await read('shared/', two)).map((each: any) => each.kind)).toEqual(['analysis', 'figure']);
  });

  it('can be ended by somebody who has asked for too many names', async () => {
    const hasty = await test.account();
    const mine = await plant(test, hasty.proof, hasty.workspace);
    const share = (username: string, sharing_enabled: boolean) =>
      test.call('POST', `figure/${mine.figure}/share/user/`, { username, sharing_enabled }, hasty.proof);
    expect((await share(other.username, true)).status).toBe(200);
    for (let tries = 0; tries < 30; tries++) expect((await share(`nobody_${tries}`, true)).status).toBe(400);
    expect((await share(owner.username, true)).status).toBe(429);
    expect((await share(other.username, false)).status).toBe(200);
    expect(await read(`figure/${mine.figure}/share/user/`, hasty)).toEqual([]);
  });
});
