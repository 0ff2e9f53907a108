import { randomUUID } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Trx } from '../../kernel/db/index.ts';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { lineIn, storedLines } from './service/lines.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let stranger: { username: string; proof: Proof; workspace: string };
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  stranger = await test.account();
  analysis = await make('analysis/', { name: 'Analysis', workspace: owner.workspace });
});
afterAll(() => test.close());

const make = async (path: string, body: object, as = owner.proof): Promise<string> => {
  const answer = await test.call('POST', path, body, as);
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body.api_id;
};
const figure = () => make('figure/', { name: `Figure ${randomUUID()}`, analysis });
const publish = (of: string, data: object[], metadata: object = {}, assets: object[] = []) =>
  make('revision/', { figure: of, metadata, data, assets });
const compare = (a: string, b: string, as: Proof = owner.proof) =>
  test.call('GET', `compare/?a=${a}&b=${b}`, undefined, as);

const text = (name: string, content: string, type = 'code', metadata: object = {}) => ({
  name,
  type,
  data: base64(content),
  metadata,
});
const csv = (rows: string[]) =>
  text('weights', ['id,weight', ...rows].join('\n'), 'dataframe', { format: 'pandas/csv' });

/** A white PNG of 100 × 10 pixels whose first ones are black. */
async function picture(black: number) {
  const pixels = Buffer.alloc(3000, 255).fill(0, 0, black * 3);
  const png = await sharp(pixels, { raw: { width: 100, height: 10, channels: 3 } })
    .png()
    .toBuffer();
  return { name: 'figure', type: 'image', data: png.toString('base64'), metadata: { format: 'png' } };
}

async function pair() {
  const of = await figure();
  const a = await publish(
    of,
    [await picture(0), text('cell', 'x = 1\n'), text('pip freeze', 'a==1\n', 'text'), csv(['p,1.0', 'q,2', 'r,"3"'])],
    { threshold: 0.5 },
  );
  const b = await publish(
    of,
    [
      await picture(41),
      text('cell', 'x = 2\n'),
      text('pip freeze', 'a==1\nb==2\n', 'text'),
      csv(['p,1', 'q,5', 'r,3']),
    ],
    { threshold: 0.7 },
  );
  return { of, a, b };
}

const LINE = '`threshold` 0.5 → 0.7 · code +1 line, −1 line · +1 package · 1 row changed · picture 4.1 % different';

describe('the start of a stored result', () => {
  const line = 'x "1"\n\u0000 → 😀';
  const start = JSON.stringify({ line, equal: false, rest: '' });

  it('holds its line', () => {
    expect(lineIn(start)).toEqual({ line, equal: false });
    expect(lineIn('{"line":"nothing changed","equal":true')).toEqual({ line: 'nothing changed', equal: true });
    expect(lineIn('{"shape":"unknown"}')).toBeUndefined();
  });

  it('holds the start of a long line, also if it ends within a character', () => {
    for (let length = '{"line":"'.length; length <= start.indexOf('","equal"'); length++) {
      const found = lineIn(start.slice(0, length))?.line ?? '';
      expect(found.endsWith('…')).toBe(true);
      expect(line.startsWith(found.slice(0, -1).replace(/\p{Surrogate}$/u, ''))).toBe(true);
    }
  });
});

describe('two revisions', () => {
  it('are compared in all parts, and in one line', async () => {
    const { a, b } = await pair();
    const { status, body } = await compare(a, b);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      a,
      b,
      line: LINE,
      equal: false,
      parameters: { changes: [{ path: ['threshold'], a: 0.5, b: 0.7, difference: '+0.2' }] },
      environment: { packages: { added: 1 } },
      pictures: [
        { kind: 'changed', content: { picture: { changed: 41, boxes: [{ x: 0, y: 0, width: 41, height: 1 }] } } },
      ],
      tables: [{ content: { table: { rows: { changed: 1, rewritten: 1 }, key: { columns: ['id'] } } } }],
    });
    expect((await compare(a, a)).body).toMatchObject({ line: 'nothing changed', equal: true });
  });

  it('are compared for members and for nobody else', async () => {
    const { of, a, b } = await pair();
    const foreign = await publish(await figure(), []);
    expect((await compare(a, b, stranger.proof)).status).toBe(403);
    expect((await compare(a, b, {})).status).toBe(403);
    await test.call('POST', `revision/${b}/share/link/`, { enabled: true }, owner.proof);
    expect((await compare(a, b, {})).status).toBe(403);
    expect((await compare(b, a, stranger.proof)).status).toBe(403);
    await test.call('POST', `figure/${of}/share/link/`, { enabled: true }, owner.proof);
    expect((await compare(b, foreign, {})).status).toBe(403);
    // Nobody has stored it yet.
    expect((await compare(a, b, {})).status).toBe(404);
    expect((await compare(a, b)).status).toBe(200);
    expect((await compare(a, b, {})).body).toMatchObject({ line: LINE });
    // Only the direction from old to new is stored.
    expect((await compare(b, a, {})).status).toBe(404);
    expect((await compare(b, a, stranger.proof)).body).toMatchObject({ a: b, b: a });
  });

  it('are compared and stored after they are published, without a request', async () => {
    const { of, a, b } = await pair();
    await test.call('POST', `figure/${of}/share/link/`, { enabled: true }, owner.proof);
    await vi.waitFor(async () => expect((await compare(a, b, {})).body.line).toBe(LINE), 25_000);
  });

  it('are summed up in the list of changes, for readers of the figure', async () => {
    const { of, a, b } = await pair();
    const lines = async (as: Proof = owner.proof) => {
      const { status, body } = await test.call('GET', `figure/${of}/changes/`, undefined, as);
      return status === 200 ? body.map(({ line }: any) => line) : status;
    };
    expect((await compare(a, b)).status).toBe(200);
    expect(await lines()).toEqual([null, LINE]);
    expect(await lines(stranger.proof)).toBe(403);
    expect(await lines({})).toBe(403);
    await test.call('POST', `figure/${of}/share/link/`, { enabled: true }, owner.proof);
    expect(await lines({})).toEqual([null, LINE]);
    await test.call('PATCH', `revision/${b}/`, { metadata: { threshold: 0.9 } }, owner.proof);
    await vi.waitFor(async () => expect(await lines()).toEqual([null, LINE.replace('0.7', '0.9')]), 25_000);
  });

  it('have no stored line after a change of either, or with another one between them', async () => {
    const { a, b } = await pair();
    expect((await compare(a, b)).status).toBe(200);
    const changedTo = (change: (trx: Trx) => Promise<unknown>, ids = [a, b]) =>
      test.server.database.db.transaction().execute(async (trx) => {
        await change(trx);
        return (await storedLines(trx, { kind: 'anonymous' }, ids)).get(b);
      });
    const touch = (id: string) => (trx: Trx) =>
      trx.updateTable('objects').set({ updated_on: Number.MAX_SAFE_INTEGER }).where('id', '=', id).execute();
    const back = (trx: Trx) => trx.updateTable('objects').set({ updated_on: null }).where('id', 'in', [a, b]).execute();
    expect(await changedTo(async () => undefined)).toBe(LINE);
    expect(await changedTo(async () => undefined, [a, randomUUID(), b])).toBeUndefined();
    expect(await changedTo(async () => undefined, [b])).toBeUndefined();
    for (const id of [a, b]) {
      expect(await changedTo(touch(id))).toBeUndefined();
      expect(await changedTo(back)).toBe(LINE);
    }
  });

  it('must exist, be revisions of figures and be named once', async () => {
    const { a, of } = await pair();
    for (const [query, status] of [
      [`a=${a}`, 400],
      [`a=${a}&b=${a}&b=${a}`, 400],
      [`a=${a}&b=${randomUUID()}`, 404],
      [`a=${a}&b=${of}`, 404],
      [`a=${a}&b=`, 404],
      [`a=${a}&b=x%00`, 404],
      [`b=${a}`, 400],
      ['', 400],
    ] as const)
      expect([query, (await test.call('GET', `compare/?${query}`, undefined, owner.proof)).status]).toEqual([
        query,
        status,
      ]);
    const asset = await make('asset/', { name: 'Asset', workspace: owner.workspace });
    const revision = await make('asset_revision/', { asset, metadata: {}, data: [] });
    expect((await compare(a, revision)).status).toBe(404);
  });

  it('are compared again after a change', async () => {
    const { a, b } = await pair();
    const { made_on } = (await compare(a, b)).body;
    expect((await compare(a, b)).body).toMatchObject({ made_on });
    await test.call('PATCH', `revision/${a}/`, { metadata: { threshold: 0.7 } }, owner.proof);
    const again = (await compare(a, b)).body;
    expect(again.line).toBe(LINE.replace('`threshold` 0.5 → 0.7 · ', ''));
    expect(again.made_on > made_on).toBe(true);
  });

  it('have rows paired by chosen keys, numbers in a tolerance, and no stored result of those', async () => {
    const of = await figure();
    const days = (first: string) => text('days', `day,n\nmo,${first}\ntu,7\n`, 'dataframe');
    const a = await publish(of, [csv(['p,1', 'q,2']), days('5')]);
    const b = await publish(of, [csv(['q,2.01', 'p,1']), days('6')]);
    await test.call('POST', `figure/${of}/share/link/`, { enabled: true }, owner.proof);
    const chosen = async (query: object, as: Proof = owner.proof) =>
      test.call('GET', `compare/?${String(new URLSearchParams({ a, b, ...query }))}`, undefined, as);
    const tables = async (query: object) =>
      (await chosen(query)).body.tables.map(({ content }: any) => content.table ?? content);
    const byPosition = await tables({ keys: '[]' });
    expect(byPosition.map(({ key }: any) => key)).toEqual([undefined, undefined]);
    expect(await tables({ keys: '{"weights":["weight"]}', tolerance: '0.5%' })).toMatchObject([
      { key: { columns: ['weight'], chosen: true }, rows: { added: 1, removed: 1 } },
      { key: { columns: ['day'], chosen: false }, rows: { changed: 1 } },
    ]);
    expect(await tables({ keys: '["id"]', tolerance: '0.01' })).toMatchObject([
      { key: { columns: ['id'], chosen: true }, rows: { changed: 0, rewritten: 1, moved: 1 } },
      { key: { columns: ['day'], chosen: false }, rows: { changed: 1 } },
    ]);
    expect(await tables({ keys: '["id","day"]' })).toMatchObject([
      { skipped: 'the key column "day" is not in both tables' },
      { skipped: 'the key column "id" is not in both tables' },
    ]);
    expect((await chosen({ keys: '[]' }, {})).status).toBe(404);
    const { body } = await compare(a, b);
    for (const query of [{ keys: '[]' }, { tolerance: '1' }]) {
      const refused = await chosen(query, {});
      expect(refused.status).toBe(404);
      expect(refused.body.detail).toContain('Sign in, and the server compares the tables, or leave both out');
    }
    expect((await compare(a, b, {})).body).toEqual(body);
    for (const query of [{ keys: 'id' }, { keys: '[1]' }, { keys: '{"a":"id"}' }, { keys: 'null' }])
      expect([query, (await chosen(query)).status]).toEqual([query, 400]);
    for (const tolerance of ['-1', '1 %', '', 'NaN', '1e999', '0x10'])
      expect([tolerance, (await chosen({ tolerance })).status]).toEqual([tolerance, 400]);
  });

  it('may have a table in two formats', async () => {
    const of = await figure();
    const columnData = [
      { name: 'id', data: ['p', 'q'], type: 'STRING' as const },
      { name: 'weight', data: [1, 1e10], type: 'DOUBLE' as const },
    ];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData }));
    const parquet = { ...csv([]), data: bytes.toString('base64'), metadata: { format: 'parquet' } };
    const a = await publish(of, [csv(['p,1.0', 'q,10000000000'])]);
    const b = await publish(of, [parquet]);
    expect((await compare(a, b)).body).toMatchObject({
      line: 'same cells, CSV → Parquet',
      equal: false,
      tables: [{ kind: 'changed', content: { table: { equal: true, formats: { a: 'CSV', b: 'Parquet' } } } }],
    });
  });

  it('name only used assets that the reader may view', async () => {
    const of = await figure();
    const asset = await make('asset/', { name: 'raw.csv', workspace: owner.workspace });
    const revision = await make('asset_revision/', { asset, metadata: {}, data: [] });
    const a = await publish(of, []);
    const b = await publish(of, [], {}, [{ asset_revision: revision, use_type: 'direct' }]);
    expect((await compare(a, b)).body).toMatchObject({
      line: '1 asset changed',
      equal: false,
      assets: [{ kind: 'added', b: { asset, name: 'raw.csv', revision, index: 0 } }],
    });
    await test.call('POST', `figure/${of}/share/link/`, { enabled: true }, owner.proof);
    expect((await compare(a, b, {})).body).toMatchObject({ line: 'nothing changed', assets: [] });
    const line = async (as: Proof) => (await test.call('GET', `figure/${of}/changes/`, undefined, as)).body[1].line;
    expect(await line(owner.proof)).toBe('1 asset changed');
    expect(await line({})).toBe('nothing changed');
  });

  it('of files that are broken or of other formats are not equal, and say why', async () => {
    const of = await figure();
    const broken = (byte: string) => [
      text('figure', `\x89PNG\r\n\x1a\n${byte}`, 'image', { format: 'png' }),
      text('figure', `%PDF ${byte}`, 'image', { format: 'pdf' }),
      text('frame', `PAR1${byte}`, 'dataframe', { format: 'parquet' }),
      text('book', `PK\x03\x04${byte}`, 'dataframe', { format: 'xlsx' }),
      { name: 'cell', type: 'code', data: Buffer.from([0xff, byte.charCodeAt(0)]).toString('base64') },
    ];
    const { body } = await compare(await publish(of, broken('1')), await publish(of, broken('2')));
    const reasons = [...body.pictures, ...body.tables, ...body.code].map(({ content }: any) => content.skipped);
    expect(reasons).toEqual([
      'the picture can not be decoded',
      'pictures of this format are compared by their bytes',
      'the table can not be read: parquet file is too short',
      'the table can not be read: this is a workbook or an archive',
      'the text can not be decoded',
    ]);
    expect(body.equal).toBe(false);
  });
});
