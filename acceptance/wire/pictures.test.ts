import { describe, expect, test } from 'vitest';
import { body, nobody, statusWith } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { blankPng, png, pngSize } from '../src/pictures.ts';
import { baseUrl } from '../src/target.ts';
import { tiff } from '../src/tiff.ts';

describe('pictures', () => {
  const here = fixture();

  /** Publishes an image and returns its ID and hash, and the figure's ID. */
  async function publish(format: string, bytes: Uint8Array | string) {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    const image = datum('figure', bytes, { type: 'image', metadata: { format } });
    const { data } = await newRevision(here.user, figure, [image]);
    return { figure, id: data[0].api_id, hash: data[0].hash };
  }

  async function widthOf(path: string): Promise<number> {
    const headers = { authorization: here.user.authorization ?? '' };
    const answer = await fetch(`${baseUrl}/api/v1.4.1/${path}`, { headers });
    return pngSize(Buffer.from(await answer.arrayBuffer())).width;
  }

  const facts = (answer: { headers: Headers }) => JSON.parse(answer.headers.get('gofigr-picture') ?? '');

  test('pages come as PNG in the next size, with facts [14.40, 14.41, 14.42]', async () => {
    const wide = Array.from({ length: 1500 }, (_, n) => n);
    const { id } = await publish(
      'tiff',
      tiff({ width: 1500, values: wide }, { width: 2, values: [-1, 3], as: 'float32' }),
    );
    const path = `data/${id}/picture/`;
    for (const [query, width] of [
      ['?size=1', 1024],
      ['?size=1025', 1500],
      ['', 1500],
    ] as const) {
      const answer = await here.user.get(`${path}${query}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(await widthOf(`${path}${query}`), query).toBe(width);
      expect(facts(answer)).toEqual({
        width: 1500,
        height: 1,
        pages: 2,
        vector: false,
        range: { least: 0, most: 1499 },
      });
    }
    const second = await here.user.get(`${path}?page=2`);
    expect(facts(second)).toMatchObject({ width: 2, pages: 2, range: { least: -1, most: 3 } });
    for (const query of ['?size=0', '?size=8193', '?page=0', '?page=x'])
      expect((await here.user.get(`${path}${query}`)).status, query).toBe(400);
  });

  test('a missing picture has a reason, also in the place of its thumbnail [14.43]', async () => {
    const { id, figure } = await publish('png', 'not a picture');
    const { code, detail } = await body(422, here.user.get(`data/${id}/picture/`));
    expect([code, detail]).toEqual(['not_drawable', expect.stringContaining('damaged')]);
    const thumbnail = await here.user.get(`figure/${figure}/thumbnail/64/picture/`);
    expect([thumbnail.status, thumbnail.headers.get('gofigr-reason')]).toEqual([204, detail]);
    const huge = await publish('png', blankPng(10_001));
    expect((await body(422, here.user.get(`data/${huge.id}/picture/`))).detail).toContain('100 million pixels');
    const pages = await publish('tiff', tiff({ width: 1, values: [1] }));
    expect((await body(422, here.user.get(`data/${pages.id}/picture/?page=2`))).detail).toContain('no such page');
    const table = await publish('html', '<p>');
    await body(422, here.user.get(`data/${table.id}/picture/`));
  });

  test('whoever sees the datum sees its picture, and may keep it by its hash [14.44]', async () => {
    const { id, hash, figure } = await publish('png', png(40, 30));
    const path = `data/${id}/picture/`;
    await body(403, nobody.get(path));
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    const answer = await nobody.get(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect((await nobody.get(`${path}?hash=${hash}`)).headers.get('cache-control')).toContain('immutable');
    const etag = answer.headers.get('etag') ?? '';
    expect(await statusWith(`/api/v1.4.1/${path}`, { 'if-none-match': etag })).toBe(304);
  });
});
