import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newRevision, newWorkspace } from '../src/fixture.ts';
import { blankPng, png, pngSize } from '../src/pictures.ts';
import { stranger } from '../src/target.ts';

const picture = (bytes: Uint8Array) =>
  datum('figure', bytes, { type: 'image', metadata: { format: 'png', is_watermarked: false } });

describe('thumbnails and recent objects', () => {
  const here = fixture();

  test('revision, figure and analysis have a PNG in the next of six sizes [7.12]', async () => {
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    const revision = await newRevision(here.user, figure.api_id, [picture(png(400, 200))]);
    for (const path of [`revision/${revision.api_id}`, `figure/${figure.api_id}`, `analysis/${analysis.api_id}`])
      for (const [size, side] of [
        [1, 64],
        [64, 64],
        [65, 128],
        [200, 256],
      ]) {
        const { thumbnail } = await body(200, here.user.get(`${path}/thumbnail/${size}`));
        const { width, height } = pngSize(Buffer.from(thumbnail, 'base64'));
        expect(Math.max(width, height), `${path} ${size}`).toBe(side);
        expect(Math.abs(width - 2 * height), path).toBeLessThanOrEqual(2);
      }
  });

  test('without an image the thumbnail is null [7.12]', async () => {
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    const empty = async (path: string) =>
      expect(await body(200, here.user.get(`${path}/thumbnail/64`)), path).toEqual({ thumbnail: null });
    await empty(`figure/${figure.api_id}`);
    await empty(`analysis/${analysis.api_id}`);
    const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    await empty(`revision/${revision.api_id}`);
    await empty(`figure/${figure.api_id}`);
  });

  test('the thumbnail of a figure is that of its newest revision [7.12]', async () => {
    const figure = await newFigure(here.user, here.analysis);
    await newRevision(here.user, figure.api_id, [picture(png(400, 200))]);
    const newest = await newRevision(here.user, figure.api_id, [picture(png(200, 400, 200))]);
    const read = async (path: string) => (await body(200, here.user.get(`${path}/thumbnail/64`))).thumbnail;
    expect(await read(`figure/${figure.api_id}`)).toBe(await read(`revision/${newest.api_id}`));
    const changed = await body(200, here.user.put(`revision/${newest.api_id}/`, { data: [picture(png(300, 100))] }));
    expect(pngSize(Buffer.from(await read(`revision/${changed.api_id}`), 'base64')).height).toBeLessThan(30);
  });

  test('many odd sizes of one shared image do not block other thumbnails [7.12]', async () => {
    const figure = await newFigure(here.user, here.analysis);
    await newRevision(here.user, figure.api_id, [picture(blankPng(9000))]);
    await body(200, here.user.post(`figure/${figure.api_id}/share/link/`, { enabled: true }));
    const other = await signIn(stranger);
    const workspace = (await newWorkspace(other)).api_id;
    const theirs = await newFigure(other, (await newAnalysis(other, workspace)).api_id);
    await newRevision(other, theirs.api_id, [picture(png(99, 99))]);
    const asked = Array.from({ length: 110 }, (_, index) =>
      body(200, nobody.get(`figure/${figure.api_id}/thumbnail/${65 + 17 * index}`)),
    );
    const [between, ...answers] = await Promise.all([
      body(200, other.get(`figure/${theirs.api_id}/thumbnail/77`)),
      ...asked,
    ]);
    expect(pngSize(Buffer.from(between.thumbnail, 'base64')).width).toBe(99);
    const sides = new Set(answers.map(({ thumbnail }) => pngSize(Buffer.from(thumbnail, 'base64')).width));
    expect([...sides].toSorted((one, next) => one - next)).toEqual([128, 256, 512, 1024, 2048]);
    await body(204, other.delete(`workspace/${workspace}/`));
  });

  test('an invalid size is refused [7.12]', async () => {
    for (const size of ['0', '-1', 'x', '1e9', '999999999']) {
      const { status } = await here.user.get(`figure/${here.figure}/thumbnail/${size}`);
      expect([400, 404], size).toContain(status);
    }
  });

  test('recent lists analyses, figures and assets, newest first, up to the limit [7.11, 1.17]', async () => {
    const workspace = (await newWorkspace(here.user)).api_id;
    const recent = (query = '') => body(200, here.user.get(`workspace/${workspace}/recent/${query}`));
    expect(await recent()).toEqual({ analyses: [], figures: [], assets: [] });
    const analyses: string[] = [];
    const figures: string[] = [];
    for (let round = 0; round < 3; round++) {
      analyses.unshift((await newAnalysis(here.user, workspace)).api_id);
      figures.unshift((await newFigure(here.user, analyses[0] ?? '')).api_id);
    }
    const ids = (list: { api_id: string }[]) => list.map((one) => one.api_id);
    for (const query of ['', '?limit=100', '?limit=3']) {
      const found = await recent(query);
      expect([ids(found.analyses), ids(found.figures), found.assets]).toEqual([analyses, figures, []]);
    }
    const two = await recent('?limit=2');
    expect([ids(two.analyses), ids(two.figures)]).toEqual([analyses.slice(0, 2), figures.slice(0, 2)]);
    const elsewhere = await body(200, here.user.get(`workspace/${here.workspace}/recent/`));
    expect(ids(elsewhere.analyses)).not.toContain(analyses[0]);
    await body(204, here.user.delete(`workspace/${workspace}/`));
  });
});
