import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { fixture, newFigure, newKey, newWorkspace } from '../src/fixture.ts';
import { repeats, stranger } from '../src/target.ts';

const RACERS = 100;
const VERSIONS = ['v1', 'v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.4.1'];

describe('find or create', () => {
  const here = fixture();

  /** Returns each kind with its parent. A workspace needs none. */
  const kinds = () =>
    [
      ['workspace', {}],
      ['analysis', { parent: here.workspace }],
      ['figure', { parent: here.analysis }],
      ['asset', { parent: here.workspace }],
    ] as const;
  const find = (kind: string, fields: object) => here.user.post(`${kind}/find_or_create/`, fields);
  const forget = (kind: string, id: string) => body(204, here.user.delete(`${kind}/${id}/`));

  test('a missing object is created with 201, an existing one is found with 200 as in `GET`, in every version [10.4, 1.1]', async () => {
    for (const [kind, parent] of kinds()) {
      const name = ` ${randomUUID()}/é `;
      const made = await body(201, find(kind, { ...parent, name, description: 'first' }));
      expect([made.name, made.description]).toEqual([name, 'first']);
      expect(await body(200, find(kind, { ...parent, name, description: 'second' }))).toEqual(made);
      for (const version of VERSIONS) {
        const caller = here.user.at(version);
        const found = await body(200, caller.post(`${kind}/find_or_create/`, { ...parent, name }));
        expect(found).toEqual(await body(200, caller.get(`${kind}/${made.api_id}/`)));
      }
      await forget(kind, made.api_id);
    }
  });

  test('names are equal in every composition of accents, but `find_by_name` stays exact [10.4, 5.52]', async () => {
    for (const [kind, parent] of kinds()) {
      const name = `${randomUUID()} e\u0301`;
      const made = await body(201, find(kind, { ...parent, name }));
      expect(made.name).toBe(name);
      expect((await body(200, find(kind, { ...parent, name: name.normalize('NFC') }))).api_id).toBe(made.api_id);
      if (kind === 'asset') {
        const exact = (wanted: string) => body(200, here.user.post('asset/find_by_name/', { name: wanted }));
        expect([(await exact(name)).length, (await exact(name.normalize('NFC'))).length]).toEqual([1, 0]);
      }
      await forget(kind, made.api_id);
    }
  });

  test('`POST` creates an object each time, and the oldest is found [10.4, 10.1]', async () => {
    const name = randomUUID();
    const [first] = [await newFigure(here.user, here.analysis, name), await newFigure(here.user, here.analysis, name)];
    expect((await body(200, find('figure', { parent: here.analysis, name }))).api_id).toBe(first.api_id);
  });

  test(
    '100 requests at once create one object and one item of activity [10.4]',
    async () => {
      for (let round = 0; round < repeats; round++)
        for (const [kind, parent] of kinds()) {
          const name = randomUUID();
          const answers = await Promise.all(
            Array.from({ length: RACERS }, (_, at) =>
              find(kind, { ...parent, name: `${name} ${at % 2 ? 'é' : 'e\u0301'}` }),
            ),
          );
          expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
            ...Array(RACERS - 1).fill(200),
            201,
          ]);
          const [id, ...others] = new Set(answers.map((one) => one.body.api_id));
          expect(others).toEqual([]);
          const log = await body(200, here.user.get(`workspace/${kind === 'workspace' ? id : here.workspace}/log/`));
          expect(log.filter((item: { target_id: string }) => item.target_id === id)).toHaveLength(1);
          await forget(kind, id);
        }
    },
    // A long timeout, for a busy machine.
    60_000 + repeats * 8000,
  );

  test('a user with the right to view finds but creates nothing [10.4, 6.1]', async () => {
    const viewer = await signIn(stranger);
    const asked = { parent: here.analysis, name: randomUUID() };
    await body(403, viewer.post('figure/find_or_create/', asked));
    await body(403, nobody.post('figure/find_or_create/', asked));
    const member = { username: stranger.username, membership_type: 'viewer' };
    await body(200, here.user.post(`workspace/${here.workspace}/members/add/`, member));
    await body(403, viewer.post('figure/find_or_create/', asked));
    const { api_id } = await body(201, find('figure', asked));
    expect((await body(200, viewer.post('figure/find_or_create/', asked))).api_id).toBe(api_id);
    await body(200, here.user.post(`workspace/${here.workspace}/members/remove/`, { username: stranger.username }));
  });

  test('a key for one workspace finds and creates only there [10.4, 3.10]', async () => {
    const elsewhere = await newWorkspace(here.user);
    const key = await newKey(here.user, { workspace: here.workspace });
    const caller = withKey(key.token);
    await body(201, caller.post('analysis/find_or_create/', { parent: here.workspace, name: randomUUID() }));
    await body(403, caller.post('analysis/find_or_create/', { parent: elsewhere.api_id, name: 'N' }));
    await body(403, caller.post('workspace/find_or_create/', { name: elsewhere.name }));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    await forget('workspace', elsewhere.api_id);
  });

  test('an invalid name or parent is refused as by `POST`, and creates nothing [10.4]', async () => {
    for (const [kind, parent] of kinds()) {
      for (const name of ['', 'x'.repeat(1025), 'a\0b', 7, null]) await body(400, find(kind, { ...parent, name }));
      await body(400, find(kind, { ...parent }));
      await body(404, find(kind, { parent: randomUUID(), name: 'N' }));
    }
  });
});
