import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';

describe('downloads', () => {
  const here = fixture();

  /** Reads the media type, and the kind and name of `Content-Disposition` (RFC 6266). */
  async function served(id: string, query = ''): Promise<[type: string | null, kind: string, name: string]> {
    const { headers } = await here.user.get(`data/${id}/content/${query}`);
    const [, kind = '', name = ''] =
      /^(\w+); filename="[\x20-\x7e]*"; filename\*=UTF-8''([^;]*)$/.exec(headers.get('content-disposition') ?? '') ??
      [];
    return [headers.get('content-type'), kind, decodeURIComponent(name)];
  }

  test('images are named after figure and revision, other data after themselves with an ending [14.20]', async () => {
    const figure = await newFigure(here.user, here.analysis, 'Colony: counts/2 – 大');
    const picture = png(4, 4);
    const data = [
      datum('figure', picture, { type: 'image', metadata: { format: 'png', is_watermarked: false } }),
      datum('figure', picture, { type: 'image', metadata: { format: 'png', is_watermarked: true } }),
      datum('other', picture, { type: 'image', metadata: { format: 'png' } }),
      datum('a.R', '1', { type: 'code', metadata: { language: 'R', format: 'text' } }),
      datum('cell', '1', { type: 'code', metadata: { language: 'Python', format: 'text' } }),
      datum('pip freeze', 'a==1', { type: 'text', metadata: { format: null } }),
      datum('counts', 'a,b\n', { type: 'dataframe', metadata: { format: 'pandas/csv' } }),
      datum('../../CON\u202E\r\n', 'x', { metadata: {} }),
      datum(`${'é'.repeat(1000)}.csv`, 'x', { metadata: {} }),
    ];
    await newRevision(here.user, figure.api_id, data);
    const made = await newRevision(here.user, figure.api_id, data);
    const names: string[] = [];
    for (const { api_id } of made.data) names.push((await served(api_id))[2]);
    const long = names.pop() ?? '';
    expect(names).toEqual([
      'Colony_ counts_2 – 大 r2.png',
      'Colony_ counts_2 – 大 r2 (watermarked).png',
      'Colony_ counts_2 – 大 r2 (2).png',
      'a.R',
      'cell.py',
      'pip freeze.txt',
      'counts.csv',
      '_.._CON___',
    ]);
    expect(long).toMatch(/^é{50,}\.csv$/);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
  });

  test('the bytes decide the format, and what was declared comes back unchanged [14.21]', async () => {
    const formats = ['PDF', 'whatever', '', 'image/x', null];
    const data = formats.map((format) => datum('x', png(4, 4), { type: 'image', metadata: { format } }));
    const page = datum('x', '<!DOCTYPE html>', { type: 'image', metadata: { format: 'png' } });
    const made = await newRevision(here.user, here.figure, [...data, page]);
    expect(made.data.map(({ metadata }: any) => metadata.format)).toEqual([...formats, 'png']);
    const all = await Promise.all(made.data.map(({ api_id }: any) => served(api_id, '?inline=true')));
    expect(all.map(([type, kind]: any) => [type, kind])).toEqual([
      ...formats.map(() => ['image/png', 'inline']),
      ['application/octet-stream', 'attachment'],
    ]);
    expect(all.map(([, , name]: any) => name.split('.').at(-1))).toEqual([...formats.map(() => 'png'), 'html']);
    const { thumbnail } = await body(200, here.user.get(`revision/${made.api_id}/thumbnail/128/`));
    expect(thumbnail).toEqual(expect.any(String));
  });
});
