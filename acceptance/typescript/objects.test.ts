import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoFigr } from '@gofigr/client';
import { code, connect, file, image, table, updateConfig } from '@gofigr/client/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png } from '../src/pictures.ts';
import { byPassword, newKey, newWorkspace, server } from './servers.ts';

let gofigr: GoFigr;
let workspace: string;
let key: Awaited<ReturnType<typeof newKey>>;
let dir: string;
beforeAll(async () => {
  workspace = await newWorkspace(0);
  key = await newKey(0);
  gofigr = new GoFigr({ url: server(0).url, apiKey: key.token, workspace });
  dir = await mkdtemp(join(tmpdir(), 'gofigr-objects-'));
});
afterAll(async () => {
  await key.revoke();
  await rm(dir, { recursive: true });
});

describe('publishing', () => {
  it('creates analysis and figure once, and a revision each time', async () => {
    const picture = png(20, 10);
    const one = await gofigr.publish({ analysis: 'Engines', figure: 'Thrust', image: { data: picture } });
    const two = await gofigr.publish({ analysis: 'Engines', figure: 'Thrust', image: { data: picture } });
    expect([one.revision_index, two.revision_index]).toEqual([0, 1]);
    expect(two.figure).toBe(one.figure);
    const figure = await gofigr.figures.get(one.figure);
    expect(figure.revisions.map(({ api_id }) => api_id)).toEqual([one.api_id, two.api_id]);
    expect((await gofigr.analyses.get(figure.analysis)).workspace).toBe(workspace);
    expect(one.url).toBe(`${server(0).url}/r/${one.short_id}`);
    expect(await (await fetch(one.url)).text()).toContain('<html');
    expect(Buffer.from(await gofigr.data.read(one.data[0]?.api_id ?? '')).equals(picture)).toBe(true);
  });

  it('by many clients at once creates one analysis and one figure of a name, in any composition', async () => {
    const names = ['Gr\u00f6\u00dfe', 'Gro\u0308\u00dfe'];
    const made = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => {
        const client = new GoFigr({ url: server(0).url, apiKey: key.token, workspace });
        return client.publish({ analysis: 'Raced', figure: names[at % 2] ?? '', code: String(at) });
      }),
    );
    expect(new Set(made.map(({ figure }) => figure)).size).toBe(1);
    const { analyses } = await gofigr.workspaces.get(workspace);
    expect(analyses?.filter(({ name }) => name === 'Raced')).toHaveLength(1);
    const [analysis] = analyses?.filter(({ name }) => name === 'Raced') ?? [];
    for (const name of names)
      expect((await gofigr.figures.findByName(name, { analysis: analysis?.api_id ?? '' }))?.api_id).toBe(
        made[0]?.figure,
      );
    const assets = await Promise.all(names.map((name) => gofigr.assets.findByName(name, { create: true })));
    expect(assets[0]?.api_id).toBe(assets[1]?.api_id);
    expect((await gofigr.assets.findByName(names[1] ?? ''))?.api_id).toBe(assets[0]?.api_id);
  });

  it('accepts files by path, with the formats of their extensions', async () => {
    const paths = Object.fromEntries(
      ['plot.png', 'plot.JPEG', 'data.csv', 'data.parquet', 'plot.R', 'raw.bin'].map((name) => [name, join(dir, name)]),
    );
    for (const [name, path] of Object.entries(paths)) await writeFile(path, `the bytes of ${name}`);
    const revision = await gofigr.publish({
      analysis: 'Engines',
      figure: 'By path',
      images: [await image(paths['plot.png']!), await image(paths['plot.JPEG']!)],
      tables: [await table(paths['data.csv']!), await table(paths['data.parquet']!)],
      code: [await code(paths['plot.R']!)],
      files: [await file(paths['raw.bin']!)],
    });
    expect(
      revision.data.map(({ name, type, metadata }) => [name, type, metadata['format'] ?? metadata['path']]),
    ).toEqual([
      ['plot.R', 'code', 'text'],
      ['figure', 'image', 'png'],
      ['figure', 'image', 'jpg'],
      ['data.csv', 'dataframe', 'csv'],
      ['data.parquet', 'dataframe', 'parquet'],
      ['raw.bin', 'file', paths['raw.bin']],
    ]);
    const texts = await Promise.all(
      revision.data.map(async ({ api_id }) => Buffer.from(await gofigr.data.read(api_id)).toString()),
    );
    expect(texts).toContain('the bytes of data.parquet');
  });

  it('of a large file needs little memory, and so does reading it', async () => {
    const path = join(dir, 'large.bin');
    const size = 200_000_000;
    const part = randomBytes(10_000_000);
    for (let count = 0; count < 20; count++) await writeFile(path, part, { flag: 'a' });
    let most = 0;
    const before = process.memoryUsage().rss;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 20);
    const revision = await gofigr.publish({ analysis: 'Engines', figure: 'Large', files: [await file(path)] });
    const [datum] = revision.data;
    expect(datum?.size_bytes).toBe(size);
    let read = 0;
    for await (const piece of gofigr.data.stream(datum?.api_id ?? '')) {
      const at = read % part.length;
      const first = part.subarray(at, at + piece.length);
      if (!first.equals(piece.subarray(0, first.length))) expect.unreachable(`other bytes at ${read}`);
      read += piece.length;
    }
    clearInterval(timer);
    expect(read).toBe(size);
    // Base64 of the file alone would be 267 MB.
    expect(most).toBeLessThan(150_000_000);
  });

  it('ends when its signal aborts, and creates nothing', async () => {
    const controller = new AbortController();
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 100; count++) {
        if (count === 10) controller.abort(new Error('enough'));
        yield new Uint8Array(100_000);
      }
    }
    const figure = await gofigr.figures.create({
      name: 'Aborted',
      analysis: (await gofigr.analyses.findByName('Engines', { create: true })).api_id,
    });
    const source = { size: 10_000_000, stream: slowly };
    const pending = gofigr.publish({ figure, files: [{ data: source }] }, { signal: controller.signal });
    await expect(pending).rejects.toThrow('enough');
    expect((await figure.refresh()).revisions).toEqual([]);
  });

  it('without the right to write is refused before the bytes are sent', async () => {
    const theirs = await byPassword(1).publish({ analysis: 'x', figure: 'y', code: 'z' });
    const big = { size: 50_000_000, stream: () => new Blob([new Uint8Array(50_000_000)]).stream() };
    await expect(gofigr.publish({ figure: { api_id: theirs.figure }, files: [{ data: big }] })).rejects.toMatchObject({
      status: expect.toBeOneOf([403, 404]),
    });
  });
});

describe('objects', () => {
  it('are created, read, changed, found and deleted', async () => {
    const analysis = await gofigr.analyses.create({ name: 'Life', description: 'of an analysis' });
    expect(await analysis.update({ name: 'Life of one' })).toMatchObject({
      name: 'Life of one',
      description: 'of an analysis',
    });
    expect(await gofigr.analyses.findByName('Life')).toBeUndefined();
    expect((await gofigr.analyses.findByName('Life of one'))?.api_id).toBe(analysis.api_id);
    expect((await gofigr.analyses.findByName('Life of one', { create: true })).api_id).toBe(analysis.api_id);
    await analysis.delete();
    await expect(analysis.refresh()).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('are found by exact name among names that contain it, the oldest first', async () => {
    const { api_id: analysis } = await gofigr.analyses.findByName('Many', { create: true });
    const first = await gofigr.figures.create({ name: '50% _x', analysis });
    for (const name of ['50% _X', 'the 50% _x of it', '50% _x']) await gofigr.figures.create({ name, analysis });
    expect((await gofigr.figures.findByName('50% _x', { analysis }))?.api_id).toBe(first.api_id);
    expect(await gofigr.figures.findByName('50%', { analysis })).toBeUndefined();
  });

  it('are read in pages', async () => {
    const { api_id: analysis } = await gofigr.analyses.findByName('Pages', { create: true });
    for (let count = 0; count < 205; count++) await gofigr.figures.create({ name: `Figure ${count}`, analysis });
    const names: string[] = [];
    for await (const { name } of gofigr.figures.iterate({ analysis, sort: 'created' })) names.push(name);
    expect(names).toEqual(Array.from({ length: 205 }, (_, index) => `Figure ${204 - index}`));
    for await (const { name } of gofigr.figures.iterate({ analysis, sort: 'name', name: '204' })) {
      expect(name).toBe('Figure 204');
    }
  });

  it('refuse invalid values with the code and the field', async () => {
    const wrong = gofigr.analyses.create({ name: '' });
    await expect(wrong).rejects.toMatchObject({ status: 400, code: 'invalid_request', fields: [{ path: 'name' }] });
  });
});

describe('assets', () => {
  it('are published and linked to the figures made from them', async () => {
    const asset = await gofigr.assets.findByName('counts.csv', { create: true });
    expect((await gofigr.assets.findByName('counts.csv'))?.api_id).toBe(asset.api_id);
    const files = [{ name: 'counts.csv', data: `a\n${randomUUID()}\n` }];
    const made = await gofigr.assetRevisions.create({ asset: asset.api_id, files });
    const [found] = await gofigr.assetRevisions.findByHash(made.data[0]?.hash ?? '');
    expect(found?.api_id).toBe(made.api_id);
    const revision = await gofigr.publish({ analysis: 'Engines', figure: 'From', code: 'x', assets: [made] });
    expect(revision.assets).toEqual([
      { figure_revision: revision.api_id, asset_revision: made.api_id, use_type: 'direct' },
    ]);
    expect((await made.refresh()).figure_revisions).toEqual(revision.assets);
  });
});

describe('an account', () => {
  it('has keys, which can not create keys', async () => {
    const me = byPassword(0);
    const expiry = new Date(Date.now() + 3_600_000);
    const made = await me.apiKeys.create({ name: 'short', expiry, workspace });
    expect(made).toMatchObject({ name: 'short', workspace, token: expect.stringMatching(/^gf_/) });
    expect(Date.parse(made.expiry ?? '')).toBe(expiry.getTime());
    const bound = new GoFigr({ url: server(0).url, apiKey: made.token ?? '' });
    expect(await bound.apiKeys.current()).toMatchObject({ api_id: made.api_id, token: null });
    expect(await bound.defaultWorkspace()).toBe(workspace);
    await expect(bound.apiKeys.create({ name: 'another' })).rejects.toMatchObject({ code: 'not_with_a_key' });
    await made.delete();
    await expect(bound.users.me()).rejects.toMatchObject({ status: 401, code: 'key_not_valid' });
    expect((await me.apiKeys.list()).map(({ api_id }) => api_id)).not.toContain(made.api_id);
  });

  it('has a user', async () => {
    const me = await gofigr.users.me();
    expect(me.username).toBe(server(0).account.username);
    expect(await byPassword(0).users.update(me.username, { first_name: 'Alice' })).toMatchObject({
      first_name: 'Alice',
    });
  });

  it('with wrong credentials is refused', async () => {
    const wrong = byPassword(0, { password: 'wrong' });
    await expect(wrong.users.me()).rejects.toMatchObject({ status: 401, code: 'sign_in_failed' });
  });

  it('is used through the settings in .gofigr', async () => {
    const path = join(dir, '.gofigr');
    await updateConfig(path, { url: server(0).url, api_key: key.token, workspace });
    const connected = await connect({ cwd: dir, env: {} });
    expect((await connected.users.me()).username).toBe(server(0).account.username);
    expect(await connected.defaultWorkspace()).toBe(workspace);
  });
});
