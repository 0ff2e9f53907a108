import { beforeAll, describe, expect, test } from 'vitest';
import { body, signIn, withKey } from '../src/client.ts';
import { base64, TIME } from '../src/fixture.ts';
import { png, thumbnailWidth } from '../src/pictures.ts';
import { Replay, recorded } from '../src/replay.ts';
import { owner } from '../src/target.ts';

const requests = recorded('r-requests.json');

/** BLAKE3 of the tracked file, `GoFigr!` and a newline, by the reference implementation. */
const FILE_HASH = '27a6aded4cef777385e527dc3044c78945288f095ed06efa3ecf2be7b970eea8';

/** A UUID of version 1, as R makes it without a better source. */
const CLIENT_ID = 'C232AB00-9414-11EC-B3C8-9F6BDECED846';

const EPS = '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 72 72\n0 0 72 72 rectfill\nshowpage\n%%EOF\n';
const CSV = '"mpg","hp"\n21,110\n22.8,93\n';
/** Values for `<base64>` in the data of the figure, in order. */
const CONTENTS = [png(200, 100), EPS, 'ggplot(mtcars, aes(hp, mpg)) + geom_point()', 'R version 4.2.2', CSV].map(
  base64,
);

/** gofigR itself does not run here. Its exact requests are sent in order, and the fields that it reads are checked. */
describe('the requests of the published R client 2.0, replayed', () => {
  const replay = new Replay(
    { username: owner.username, password: owner.password, 'blake3 of the file': FILE_HASH, uuid4: CLIENT_ID },
    CONTENTS,
  );
  const { values, answers, contents } = replay;
  const answerTo = (what: string) => replay.answerTo(what);

  beforeAll(async () => {
    // Leaves out the last request, which deletes the analysis.
    for (const request of requests.slice(0, -1)) await replay.send(request);
  });

  test('get the statuses that it expects, and find nothing where it expects nothing [R.1]', () => {
    expect(answers.size).toBe(requests.length - 1);
    expect(contents).toEqual([]);
    expect(answerTo('POST /api/v1.4.1/asset_revision/find_by_hash/')).toEqual([]);
    expect(answerTo('POST /api/v1.4.1/asset/find_by_name/')).toEqual([]);
    expect(answerTo('GET /api/v1.4.1/user/')).toMatchObject([{ username: owner.username }]);
    expect(Array.isArray(answerTo('GET /api/v1.4.1/workspace/<workspace>/').analyses)).toBe(true);
    expect(answerTo('GET /api/v1.4.1/analysis/<analysis>/')).toMatchObject({ name: 'R analysis', figures: [] });
  });

  test('publish an empty revision with an ID that R made, a UUID of any version [R.2]', () => {
    expect(answerTo('POST /api/v1.4.1/revision/')).toMatchObject({
      api_id: CLIENT_ID.toLowerCase(),
      short_id: `${values['prefix']}0`,
      metadata: {},
      data: [],
      assets: [],
      is_processing: false,
    });
  });

  test('read back the sent data in order, their metadata, links and the name of the figure [R.3]', async () => {
    const revision = answerTo('GET /api/v1.4.1/revision/<revision>');
    expect(revision).toEqual(answerTo('PATCH /api/v1.4.1/revision/<revision>/?silent=true'));
    expect(revision).toMatchObject({
      api_id: values['revision'],
      short_id: `${values['prefix']}0`,
      revision_index: 0,
      figure_metadata: { api_id: values['figure'], name: 'MPG vs horsepower', analysis: values['analysis'] },
      assets: [{ figure_revision: values['revision'], asset_revision: values['asset_revision'], use_type: 'indirect' }],
    });
    const patch = requests.find(({ method }) => method === 'PATCH')?.body as { data: any[] };
    expect(revision.data.map(({ name, type, metadata }: any) => ({ name, type, metadata }))).toEqual(
      patch.data.map(({ name, type, metadata }) => ({ name, type, metadata: Array.isArray(metadata) ? {} : metadata })),
    );
    const key = withKey(values['key'] ?? '');
    const bytes = [];
    for (const { api_id } of revision.data) bytes.push((await body(200, key.get(`data/${api_id}`))).data);
    expect(bytes).toEqual([...CONTENTS, '']);
    expect(revision.data.at(-1)).toMatchObject({ name: 'data.RDS', size_bytes: 0 });
    expect(await thumbnailWidth(() => body(200, key.get(`revision/${values['revision']}/thumbnail/64`)))).toBe(64);
  });

  test('find the newest revision last in the figure, and the file by its hash afterwards [R.3]', async () => {
    const { revisions } = answerTo('GET /api/v1.4.1/figure/<figure>');
    expect(revisions.at(-1)).toMatchObject({ api_id: values['revision'], created_on: expect.stringMatching(TIME) });
    const found = await body(
      200,
      withKey(values['key'] ?? '').post('asset_revision/find_by_hash/', {
        digest: FILE_HASH,
        hash_type: 'blake3',
        analysis: values['analysis'],
      }),
    );
    expect(found.map((one: any) => one.api_id)).toEqual([values['asset_revision']]);
    expect(found[0].data[0]).toMatchObject({
      hash: FILE_HASH,
      size_bytes: 8,
      metadata: { path: 'data/test_data.txt' },
    });
  });

  test('leave no figure, revision or data behind when the analysis is deleted; the file stays in the workspace [R.4]', async () => {
    const key = withKey(values['key'] ?? '');
    const datum = answerTo('GET /api/v1.4.1/revision/<revision>').data[0].api_id;
    const last = requests.at(-1);
    if (last?.method !== 'DELETE') throw new Error('the last request deletes the analysis');
    await replay.send(last);
    for (const path of ['analysis', 'figure', 'revision']) await body(404, key.get(`${path}/${values[path]}`));
    await body(404, key.get(`data/${datum}`));
    const kept = await body(200, key.get(`asset_revision/${values['asset_revision']}`));
    expect(kept).toMatchObject({ figure_revisions: [], size_bytes: 8 });
    const asset = await body(200, key.get(`asset/${values['asset']}`));
    expect([asset.analysis, asset.size_bytes]).toEqual([null, 8]);

    await body(204, key.delete(`asset/${values['asset']}`));
    const user = await signIn(owner);
    const { api_id } = (await body(200, user.get('api_key/'))).find((one: any) => one.name === 'R laptop');
    await body(204, user.delete(`api_key/${api_id}/`));
    await body(401, key.get('user/'));
  });
});
