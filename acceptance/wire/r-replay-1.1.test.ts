import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { base64, newKey, newWorkspace, UUID4 } from '../src/fixture.ts';
import { png, thumbnailWidth } from '../src/pictures.ts';
import { Replay, recorded } from '../src/replay.ts';
import { owner, stranger } from '../src/target.ts';

const requests = recorded('r-requests-1.1.json');

/** BLAKE3 of `gofigR 1.1` and a newline, by the reference implementation. */
const FILE_HASH = 'aadd0eb9b706904667dae393d5c303bbfd91df066e3e0adff5452244a7941047';

const EPS = '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 72 72\n0 0 72 72 rectfill\nshowpage\n%%EOF\n';
const published = (width: number) =>
  [png(width, 100), png(width, 120), EPS, 'R version 4.5.1', 'X\n\0\0', 'publish(p)'].map(base64);
const CONTENTS = [published(200), published(300)] as const;

/** gofigR itself does not run here. Its requests are sent in order, and the fields that it reads are checked. */
describe('the requests of the published R client 1.1, replayed', () => {
  const replay = new Replay(
    { username: owner.username, password: owner.password, 'blake3 of the file': FILE_HASH },
    CONTENTS.flat(),
  );
  const { values } = replay;
  const at = (path: string) => `/api/v1.2/${path}`;
  const answerTo = (method: string, path: string) => replay.answerTo(`${method} ${at(path)}`);
  let key: Caller;

  beforeAll(async () => {
    for (const request of requests) await replay.send(request);
    key = withKey(replay.value('key')).at('v1.2');
  });
  afterAll(async () => {
    await body(204, key.delete(`analysis/${values['analysis']}`));
    await body(204, key.delete(`asset/${values['asset']}`));
  });

  test('get the statuses that it expects, and find nothing where it expects nothing [R.5, 11.45]', () => {
    expect(replay.contents).toEqual([]);
    expect(answerTo('POST', 'asset_revision/find_by_hash/')).toEqual([]);
    expect(answerTo('POST', 'asset/find_by_name/')).toEqual([]);
    for (const { name, api_id, analyses } of answerTo('GET', 'workspace/'))
      expect([typeof name, api_id, Array.isArray(analyses)]).toEqual(['string', expect.stringMatching(UUID4), true]);
  });

  test('get a name for every object in the searched lists, because R stops at one without a name [R.6]', () => {
    const lists = [
      answerTo('GET', 'workspace/'),
      answerTo('GET', 'workspace/<workspace>').analyses,
      answerTo('GET', 'analysis/<analysis>').figures,
    ];
    for (const { name, api_id } of lists.flat())
      expect([name, api_id]).toEqual([expect.any(String), expect.stringMatching(UUID4)]);
    expect(lists[2].map(({ name }: any) => name)).toEqual(['MPG vs horsepower']);
  });

  test('create two revisions of one figure, with IDs of the server, and read the sent data back [R.6, 1.3]', async () => {
    const figure = answerTo('GET', 'figure/<figure>');
    expect(figure.revisions.map((one: any) => [one.api_id, one.revision_index])).toEqual([
      [values['revision1'], 0],
      [values['revision2'], 1],
    ]);
    const bare = answerTo('POST', 'revision/');
    expect(bare).toMatchObject({ api_id: expect.stringMatching(UUID4), short_id: null, data: [], assets: [] });
    expect(bare.metadata).toMatchObject({ input: {}, rsvg: {}, 'Sys.info()': { sysname: 'Linux' } });
    for (const [index, contents] of CONTENTS.entries()) {
      const { data } = await body(200, key.get(`revision/${values[`revision${index + 1}`]}`));
      const bytes = [];
      for (const { api_id } of data) bytes.push((await body(200, key.get(`data/${api_id}`))).data);
      expect(bytes).toEqual(contents);
    }
    const first = answerTo('GET', 'revision/<revision1>');
    expect(first.metadata).toEqual(bare.metadata);
    expect(first.assets).toEqual([
      { figure_revision: values['revision1'], asset_revision: values['asset_revision'], use_type: 'indirect' },
    ]);
    expect(await thumbnailWidth(() => body(200, key.get(`figure/${values['figure']}/thumbnail/64`)))).toBe(64);
  });

  test('find the file afterwards by its hash and by its name, in all workspaces [R.5, 11.19]', async () => {
    const digest = { digest: FILE_HASH, hash_type: 'blake3' };
    const found = await body(200, key.post('asset_revision/find_by_hash/', digest));
    expect(found.map((one: any) => one.api_id)).toEqual([values['asset_revision']]);
    const named = await body(200, key.post('asset/find_by_name/', { name: 'cars 1.1.csv' }));
    expect(named.map((one: any) => one.api_id)).toEqual([values['asset']]);
  });

  test('without a workspace in its configuration publish into the primary one [R.7]', async () => {
    const primary = answerTo('GET', 'workspace/').find((one: any) => one.created_by === owner.username);
    // `paste0("workspace/", "")`
    expect(await body(200, key.get('workspace/'))).toEqual(expect.any(Array));
    const sent = { name: 'no workspace', description: '', workspace: '' };
    for (const path of ['analysis', 'asset']) {
      const made = await body(201, key.post(`${path}/`, sent));
      expect(made, path).toMatchObject({ workspace: primary.api_id, name: 'no workspace', description: '' });
      await body(204, key.delete(`${path}/${made.api_id}`));
    }
  });

  test('with a key for one workspace use that one, and give no other access [R.7]', async () => {
    const user = await signIn(owner);
    const workspace = (await newWorkspace(user)).api_id;
    const bound = await newKey(user, { workspace });
    const made = await body(201, withKey(bound.token).post('analysis/', { name: 'bound', workspace: '' }));
    expect(made.workspace).toBe(workspace);
    await body(403, nobody.post('analysis/', { name: 'a', workspace: '' }));
    const other = await signIn(stranger);
    const theirs = await body(201, other.post('analysis/', { name: 'theirs', workspace: '' }));
    expect((await body(200, other.get(`workspace/${theirs.workspace}/`))).created_by).toBe(stranger.username);
    // Empty text means the default workspace only for new objects.
    await body(404, user.patch(`analysis/${made.api_id}/`, { workspace: '' }));
    for (const nothing of [{}, { workspace: null }, { workspace: ' ' }, { workspace: {} }])
      expect([400, 404], JSON.stringify(nothing)).toContain(
        (await user.post('analysis/', { name: 'a', ...nothing })).status,
      );
    await body(204, other.delete(`analysis/${theirs.api_id}/`));
    await body(204, user.delete(`api_key/${bound.api_id}/`));
    await body(204, user.delete(`workspace/${workspace}/`));
  });
});
