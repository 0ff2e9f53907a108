import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}

let test: TestServer;
let ada: Person;
let bob: Person;
let stranger: Person;
let workspace: string;

const people = async (query = '', as = ada.proof) => test.call('GET', `people/${query}`, undefined, as);
const names = async (query = '', as = ada.proof) =>
  (await people(query, as)).body.map(({ username }: { username: string }) => username);
const rename = (who: Person, fields: object) => test.call('PUT', `user/${who.username}/`, fields, who.proof);
const add = (who: Person) =>
  test.call(
    'POST',
    `workspace/${workspace}/members/add/`,
    { username: who.username, membership_type: 'viewer' },
    ada.proof,
  );
const accept = (who: Person) => test.call('POST', `workspace/${workspace}/members/accept/`, {}, who.proof);

beforeAll(async () => {
  test = await startTestServer();
  [ada, bob, stranger] = [await test.account(), await test.account(), await test.account()];
  workspace = (await test.call('POST', 'workspace/', { name: 'Lab' }, ada.proof)).body.api_id;
  await rename(ada, { first_name: 'Ada', last_name: 'Lovelace' });
  await rename(bob, { first_name: 'Bob', last_name: '100%_Lee' });
});
afterAll(() => test.close());

describe('people', () => {
  it('know each other when both sides have accepted, and not before', async () => {
    expect(await names()).toEqual([ada.username]);
    await add(bob);
    expect(await names()).toEqual([ada.username]);
    expect(await names('', bob.proof)).toEqual([bob.username]);
    await accept(bob);
    expect((await people()).body).toEqual([
      { username: ada.username, first_name: 'Ada', last_name: 'Lovelace', has_avatar: false },
      { username: bob.username, first_name: 'Bob', last_name: '100%_Lee', has_avatar: false },
    ]);
    expect(await names('', bob.proof)).toEqual([ada.username, bob.username]);
    expect(await names('', stranger.proof)).toEqual([stranger.username]);
  });

  it('are known through the organization of a workspace too', async () => {
    const [boss, guest] = [await test.account(), await test.account()];
    const organization = (await test.call('POST', 'organization/', { name: 'O' }, boss.proof)).body.api_id;
    const inside = (await test.call('POST', 'workspace/', { name: 'W', organization }, boss.proof)).body.api_id;
    const viewer = { username: guest.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${inside}/members/add/`, viewer, boss.proof);
    await test.call('POST', `workspace/${inside}/members/accept/`, {}, guest.proof);
    for (const who of [boss, guest])
      expect((await names('', who.proof)).toSorted()).toEqual([boss.username, guest.username].toSorted());
  });

  it('are found by name, username and mail address, never a stranger', async () => {
    for (const text of ['love', 'ADA LOV', ada.username, `${ada.username}@example.org`])
      expect(await names(`?find=${encodeURIComponent(text)}`)).toEqual([ada.username]);
    expect(await names('?find=%25_')).toEqual([bob.username]);
    expect(await names(`?find=${stranger.username}`)).toEqual([]);
    expect(await names(`?usernames=${stranger.username},${bob.username}`)).toEqual([bob.username]);
    expect(await names('?limit=1')).toHaveLength(1);
  });

  it.each(['?limit=0', '?limit=201', '?limit=x', `?usernames=${'a,'.repeat(101)}`])('%s is refused', async (query) => {
    expect((await people(query)).status).toBe(400);
  });

  it('with closed accounts keep their names, and are not offered', async () => {
    const { db } = test.server.database;
    const close = (is_active: number) =>
      db.updateTable('users').set({ is_active }).where('username', '=', bob.username).execute();
    await close(0);
    expect(await names('?find=bob')).toEqual([]);
    expect(await names(`?usernames=${bob.username}`)).toEqual([bob.username]);
    await close(1);
  });

  it('of other workspaces are nothing to a key for one', async () => {
    const scoped = await test.key(ada.proof, { workspace: ada.workspace });
    expect(await names('', scoped.proof)).toEqual([ada.username]);
    expect(await names('', (await test.key(ada.proof, { workspace })).proof)).toHaveLength(2);
  });

  it('of an institute with thousands are found at once', async () => {
    const { db } = test.server.database;
    const { password_hash } = await db.selectFrom('users').select('password_hash').limit(1).executeTakeFirstOrThrow();
    const many = Array.from({ length: 3000 }, (_, index) => ({ id: randomUUID(), username: `many.${index}` }));
    for (let start = 0; start < many.length; start += 500) {
      const some = many.slice(start, start + 500);
      await db
        .insertInto('users')
        .values(
          some.map(({ id, username }) => ({
            ...{ id, username, username_key: username, email: `${username}@example.org`, password_hash },
            ...{ first_name: 'M', last_name: username, avatar: null, user_profile: '{}' },
            ...{ is_active: 1, is_staff: 0, date_joined: 0, service_of: null },
          })),
        )
        .execute();
      await db
        .insertInto('members')
        .values(
          some.map(({ id }) => ({
            ...{ object_id: workspace, user_id: id, role: 'viewer' as const },
            ...{ created: 0, accepted: 0, added_by: null },
          })),
        )
        .execute();
    }
    const start = process.threadCpuUsage();
    expect(await names('?find=many.299&limit=20')).toHaveLength(11);
    expect(await names()).toHaveLength(100);
    expect(process.threadCpuUsage(start).user).toBeLessThan(1_000_000);
  });
});

describe('the picture of a person', () => {
  const picture = (who: Person, as: Proof, headers = {}) =>
    test.call('GET', `user/${who.username}/avatar/`, undefined, as, { headers });

  it('is drawn small and anew, for those who know the person, and kept by browsers', async () => {
    const side = 900;
    const large = await sharp({ create: { width: side, height: side, channels: 3, background: '#0f7173' } })
      .withExif({ IFD0: { Copyright: 'hidden words' } })
      .png()
      .toBuffer();
    await rename(bob, { avatar: large.toString('base64') });
    const answer = await picture(bob, ada.proof);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: 'webp', width: 128, height: 128 });
    expect(answer.bytes.includes('hidden words')).toBe(false);
    expect(answer.headers['cache-control']).toMatch(/^private, max-age=/);
    const again = await picture(bob, ada.proof, { 'if-none-match': answer.headers['etag'] });
    expect(again.status).toBe(304);
    expect((await people(`?usernames=${bob.username}`)).body[0].has_avatar).toBe(true);
  });

  it('is nothing to strangers, whether there is one or not', async () => {
    const [theirs, none] = [await picture(bob, stranger.proof), await picture(ada, stranger.proof)];
    expect([theirs.status, theirs.text]).toEqual([403, none.text]);
    expect((await picture({ ...bob, username: 'nobody' }, stranger.proof)).text).toBe(none.text);
    expect((await picture(bob, {})).status).toBe(403);
    expect((await picture(ada, ada.proof)).status).toBe(404);
  });

  it('that is no picture is none', async () => {
    await rename(ada, { avatar: Buffer.from('\x89PNG\r\n\x1a\nbroken', 'latin1').toString('base64') });
    expect((await picture(ada, ada.proof)).status).toBe(404);
  });
});
