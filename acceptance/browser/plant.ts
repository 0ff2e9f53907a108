import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { base64 } from './app.ts';

export type Ask = (method: string, path: string, body?: object) => Promise<any>;

export interface Planted {
  workspace: string;
  analysis: string;
  figure: string;
  /** Oldest first. */
  revisions: string[];
  newest: string;
  short: string;
  asset: string;
  assetRevision: string;
}

/** Makes a PNG of one colour. */
function png(width: number, height: number, [red, green, blue]: [number, number, number]): string {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([red, green, blue]))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

/** Publishes a figure with three revisions that hold every type of data, in an analysis with an asset. */
export async function plantFigure(ask: Ask): Promise<Planted> {
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  const make = async (kind: string, body: object): Promise<string> => (await ask('POST', `${kind}/`, body)).api_id;
  const analysis = await make('analysis', { name: 'Planted analysis', workspace, description: 'Made for this test.' });
  const figure = await make('figure', { name: 'Planted figure', analysis });
  const table = (last: string) =>
    base64(`number,word\n${Array.from({ length: 29_999 }, (_, n) => `${n},word ${n}`).join('\n')}\n29999,${last}\n`);
  const asset = await make('asset', { name: 'measured.csv', workspace });
  const bytes = { name: 'measured.csv', type: 'file', data: randomBytes(64).toString('base64') };
  const assetRevision = await make('asset_revision', { asset, metadata: {}, data: [bytes] });
  const history = JSON.stringify(['', 'import numpy as np', 'plot(np.arange(3))']);
  const revision = (colour: [number, number, number], code: string, last: string, freeze: string) =>
    make('revision', {
      figure,
      metadata: { study: 'pilot', nested: { depth: [1, 2, { three: true }] } },
      data: [
        { name: 'plot', type: 'image', metadata: { format: 'png' }, data: png(640, 480, colour) },
        { name: 'plot', type: 'image', metadata: { format: 'png', is_watermarked: true }, data: png(640, 520, colour) },
        { name: 'plot', type: 'image', metadata: { format: 'eps' }, data: base64(`%!PS ${code}`) },
        { name: 'plot.py', type: 'code', metadata: { language: 'python' }, data: base64(code) },
        {
          name: 'IPython history',
          type: 'code',
          metadata: { language: 'python', format: 'jupyter-history/json' },
          data: base64(history),
        },
        { name: 'points', type: 'dataframe', metadata: { format: 'pandas/csv' }, data: table(last) },
        { name: 'pip freeze', type: 'text', data: base64(freeze) },
        { name: 'System Info', type: 'text', data: base64('Linux x86_64\n') },
        { name: 'protocol.md', type: 'file', data: base64('# Protocol\n') },
      ],
      assets: [{ asset_revision: assetRevision, use_type: 'direct' }],
    });
  const freeze = 'numpy==2.0.0\nmatplotlib==3.9.0\n';
  const revisions = [
    await revision([200, 220, 240], 'x = 1\nprint(x)\n', 'last', freeze),
    await revision([240, 200, 200], 'x = 2\nprint(x)\n', 'last', freeze),
    await revision([240, 200, 200], 'x = 2\nprint(x)\n', 'other', freeze.replace('2.0.0', '2.1.0')),
  ];
  const newest = revisions.at(-1) ?? '';
  const { short_id: short } = await ask('GET', `revision/${newest}/`);
  return { workspace, analysis, figure, revisions, newest, short: short ?? newest, asset, assetRevision };
}
