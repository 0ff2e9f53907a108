import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ZipFile } from 'yazl';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { createPictures } from '../../kernel/pictures/index.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createDescriptions } from './index.ts';

const FIRST = [150, 40, 90, 60, 120, 30, 75, 100];
const SECOND = [30, 110, 60, 170, 45, 90, 140, 20];
const TWICE = [90, 20, 160, 35, 70, 125, 50, 155];

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let stranger: { username: string; proof: Proof; workspace: string };
let analysis: string;
const shown: Record<string, { figure: string; revision: string }> = {};

/** A bar chart as PNG. */
function chart(heights: readonly number[]): Promise<Buffer> {
  const bars = heights.map(
    (height, index) => `<rect x="${76 + 40 * index}" y="${300 - 1.4 * height}" width="28" height="${1.4 * height}"/>`,
  );
  const ticks = [60, 120, 180, 240].map((y) => `<path d="M50 ${y}h10"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="440" height="340"><rect width="440" height="340" fill="#fff"/>
<g stroke="#000" fill="none" stroke-width="2"><path d="M60 30v270h350"/>${ticks.join('')}</g><g fill="#36a">${bars.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const screenshot = async (heights: readonly number[]): Promise<Buffer> =>
  sharp(await chart(heights))
    .extend({ top: 40, left: 70, right: 30, bottom: 20, background: '#dde1e8' })
    .png()
    .toBuffer();

const search = (file: Buffer, as?: Proof) =>
  test.call('POST', 'search/picture/', undefined, as, {
    payload: file,
    headers: { 'content-type': 'application/octet-stream' },
  });

const make = async (path: string, body: object): Promise<string> =>
  (await test.call('POST', path, body, owner.proof)).body.api_id;

async function publish(name: string, heights: readonly number[]): Promise<void> {
  const figure = await make('figure/', { name, analysis });
  const bytes = (await chart(heights)).toString('base64');
  const data = [{ name: 'bars', type: 'image', metadata: { format: 'png' }, data: bytes }];
  shown[name] = { figure, revision: await make('revision/', { figure, metadata: {}, data }) };
}

const described = () => test.server.database.db.selectFrom('likenesses').selectAll().execute();

beforeAll(async () => {
  test = await startTestServer();
  [owner, stranger] = [await test.account(), await test.account()];
  analysis = await make('analysis/', { name: 'Analysis', workspace: owner.workspace });
  await publish('first', FIRST);
  await publish('second', SECOND);
  await publish('twice', TWICE);
  await publish('twice again', TWICE);
  const program = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(await readFile(program)).buffer } });
  const isDescribed = async () => {
    if ((await described()).length < 3) throw new Error('pictures are not described yet');
  };
  await vi.waitFor(isDescribed, 60_000);
});
afterAll(() => test.close());

describe('a search by picture', () => {
  it('finds the exact revision of a screenshot', async () => {
    const { status, body } = await search(await screenshot(SECOND), owner.proof);
    expect(status).toBe(200);
    expect(body.results[0]).toMatchObject({
      certainty: 'exact',
      by: 'likeness',
      page: 1,
      revision: shown['second']?.revision,
      figure: shown['second']?.figure,
      figure_name: 'second',
    });
  });

  it('draws thumbnails again that the cache has lost', async () => {
    await rm(join(test.config.dataDir, 'cache', 'thumbnails'), { recursive: true });
    const { body } = await search(await screenshot(SECOND), owner.proof);
    expect(body.results[0]).toMatchObject({ certainty: 'exact', figure_name: 'second' });
  });

  it('names all revisions with the same picture, and claims none', async () => {
    const { body } = await search(await screenshot(TWICE), owner.proof);
    const found = body.results.slice(0, 2).map((one: { figure_name: string }) => one.figure_name);
    expect(found.toSorted()).toEqual(['twice', 'twice again']);
    expect(body.results.map((one: { certainty: string }) => one.certainty)).not.toContain('exact');
  });

  it('finds nothing that the caller may not see, by picture or by code', async () => {
    expect((await search(await screenshot(FIRST), stranger.proof)).body).toEqual({ results: [] });
    const page = await codeOf(`${test.config.publicUrl.origin}/r/${shown['first']?.revision}`);
    expect((await search(page, stranger.proof)).body).toEqual({ results: [] });
    const { body } = await search(page, owner.proof);
    expect(body.results).toMatchObject([{ certainty: 'exact', by: 'code', score: null, figure_name: 'first' }]);
  });

  it('ignores codes of other servers', async () => {
    const page = await codeOf(`https://elsewhere.example.org/r/${shown['first']?.revision}`);
    expect((await search(page, owner.proof)).body).toEqual({ results: [] });
  });

  it('refuses callers who are not signed in, and publish keys', async () => {
    const file = await chart(FIRST);
    expect((await search(file)).status).toBe(403);
    const { proof } = await test.key(owner.proof, { permission: 'publish' });
    expect((await search(file, proof)).status).toBe(403);
  });

  it('forgets a figure in the trash at once', async () => {
    await test.call('DELETE', `figure/${shown['first']?.figure}/`, undefined, owner.proof);
    const { body } = await search(await screenshot(FIRST), owner.proof);
    expect(body.results.map((one: { figure_name: string }) => one.figure_name)).not.toContain('first');
  });
});

describe('a document', () => {
  it('is searched by the pictures of its slides', async () => {
    const slides = await zipped({
      'ppt/slides/slide1.xml': Buffer.from('<slide/>'),
      'ppt/media/image1.png': Buffer.from('no picture'),
      'ppt/media/image2.png': await chart(SECOND),
    });
    const { body } = await search(slides, owner.proof);
    expect(body.results[0]).toMatchObject({ certainty: 'exact', figure_name: 'second', page: 1 });
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['is damaged', () => Buffer.from('PK\x03\x04 no archive')],
    [
      'ends in the middle',
      async () => (await zipped({ 'ppt/media/image1.png': await chart(SECOND) })).subarray(0, 900),
    ],
    ['holds too much', () => zipped({ 'word/media/image1.png': Buffer.alloc(60_000_000) })],
    [
      'holds more than it says',
      async () => understated(await zipped({ 'word/media/image1.png': Buffer.alloc(900_000) })),
    ],
    [
      'holds a picture that is an archive',
      async () => zipped({ 'word/media/image1.png': await zipped({ a: Buffer.alloc(9) }) }),
    ],
  ])('is refused if the archive %s [18.42]', async (_how, archive) => {
    const another = await test.account();
    const { status, body } = await search(await archive(), another.proof);
    expect([status, body.code]).toEqual([422, 'not_drawable']);
  });

  it('is refused with the formats that may be searched if it is no picture', async () => {
    const { status, body } = await search(Buffer.from('a,b\n1,2\n'), (await test.account()).proof);
    expect([status, body.code]).toEqual([422, 'not_drawable']);
    expect(body.detail).toContain('It may be PNG, JPEG,');
  });

  it('of 10,000 pages is searched by its first pages', async () => {
    const another = await test.account();
    const { status, body } = await search(pdf(10_000), another.proof);
    expect([status, body]).toEqual([200, { results: [] }]);
    const found = (await search(pdf(1), owner.proof)).body.results;
    expect(found[0]).toMatchObject({ figure_name: 'second', page: 1 });
  });
});

describe('a file that is no picture', () => {
  it.each([
    ['a text', Buffer.from('no picture'), 422],
    ['nothing', Buffer.alloc(0), 400],
    ['a picture whose end is missing', 'truncated', 422],
    ['a picture that claims 10 gigapixels', 'bomb', 422],
    ['a GIF that claims 4 gigapixels', Buffer.from('GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,', 'latin1'), 422],
    ['an SVG of many entities', Buffer.from(laughing()), 422],
    ['a PDF without pages', Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'), 422],
    ['more than 50 MB', Buffer.alloc(50_000_001), 413],
  ])('is refused: %s', async (_name, given, status) => {
    const another = await test.account();
    const whole = await chart(FIRST);
    const file = given === 'truncated' ? whole.subarray(0, 500) : given === 'bomb' ? enormous(whole) : given;
    if (!Buffer.isBuffer(file)) throw new Error('no file');
    const answer = await search(file, another.proof);
    expect([answer.status, typeof answer.body.detail]).toEqual([status, 'string']);
  });
});

it('allows three searches of a person at once [18.45]', async () => {
  const another = await test.account();
  // So large that the first search has not ended when the last one comes.
  const file = await sharp(await chart(FIRST))
    .resize(3000)
    .png()
    .toBuffer();
  const answers = await Promise.all([1, 2, 3, 4].map(() => search(file, another.proof)));
  expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(3);
  expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('5');
  expect((await search(file, another.proof)).status).toBe(200);
});

it('allows 20 searches a minute', async () => {
  const another = await test.account();
  const statuses: number[] = [];
  for (let count = 0; count < 21; count++) statuses.push((await search(Buffer.from('text'), another.proof)).status);
  expect(statuses.slice(0, 20).every((status) => status === 422)).toBe(true);
  expect(statuses[20]).toBe(429);
});

it('describes pictures of before, and remembers those that can not be drawn', async () => {
  const { db } = test.server.database;
  await db.deleteFrom('likenesses').execute();
  const pictures = createPictures();
  const file = join(test.config.dataDir, 'thumbnail.webp');
  await writeFile(
    file,
    await sharp(await chart(SECOND))
      .webp()
      .toBuffer(),
  );
  const [row] = await db
    .selectFrom('data')
    .select('hash')
    .where('owner_id', '=', shown['second']?.revision ?? '')
    .execute();
  const toCompare = async ({ hash }: { hash: string }) =>
    hash === row?.hash ? { file } : { file: null, reason: 'unreadable' as const };
  const descriptions = createDescriptions({
    db,
    pictures,
    thumbnails: { toCompare },
    onRefilled: () => undefined,
    pauseMs: 0,
    report: (error) => expect.unreachable(String(error)),
  });
  await descriptions.fill();
  const all = await described();
  expect(all.find(({ hash }) => hash === row?.hash)?.descriptor.length).toBeGreaterThan(900);
  expect(all.filter(({ descriptor }) => descriptor === '')).toHaveLength(1);
  await descriptions.forget(row?.hash ?? '');
  expect(await described()).toHaveLength(1);
  descriptions.close();
  await pictures.close();
});

/** A PDF that shows the second chart on every page. */
function pdf(pages: number): Buffer {
  const bars = SECOND.map((height, index) => `${76 + 40 * index} 40 28 ${1.4 * height} re f`);
  const ticks = [60, 120, 180, 240].map((y) => `50 ${340 - y} m 60 ${340 - y} l S`);
  const drawing = ['2 w 60 310 m 60 40 l 410 40 l S', ...ticks, '0.2 0.4 0.667 rg', ...bars].join('\n');
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page} 0 R`);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`,
    `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`,
    ...kids.map(() => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 440 340]/Contents 3 0 R>>'),
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj`).join('\n');
  return Buffer.from(`%PDF-1.4\n${body}\ntrailer<</Root 1 0 R>>\n%%EOF`);
}

async function zipped(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) archive.addBuffer(bytes, name);
  archive.end();
  return buffer(archive.outputStream);
}

/** Lets the directory of an archive claim that its only file has 100 bytes. */
function understated(archive: Buffer): Buffer {
  const bytes = Buffer.from(archive);
  bytes.writeUInt32LE(100, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24);
  return bytes;
}

/** An SVG whose text would have a billion letters. */
function laughing(): string {
  const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`);
  return `<!DOCTYPE svg [<!ENTITY l0 "laughing!!">${entities.join('')}]>
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><text y="99">&l9;</text></svg>`;
}

/** A page with the QR code of a text. */
async function codeOf(text: string): Promise<Buffer> {
  const { symbol } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'M' });
  return sharp(Buffer.from(symbol.data), { raw: { width: symbol.width, height: symbol.height, channels: 1 } })
    .resize({ width: symbol.width * 4, kernel: 'nearest' })
    .extend({ top: 60, left: 60, right: 200, bottom: 60, background: 'white' })
    .png()
    .toBuffer();
}

/** A PNG whose header claims 100,000 × 100,000 pixels. */
function enormous(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(100_000, 16);
  bytes.writeUInt32BE(100_000, 20);
  return bytes;
}
