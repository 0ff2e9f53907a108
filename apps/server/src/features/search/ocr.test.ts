import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';
import { createOcrTexts } from './index.ts';
import { createOcr, type Ocr } from './service/ocr.ts';

/** A plot as PNG: a title, a label below, and one that reads upwards at the left. */
const plot = (): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" font-family="sans-serif" font-size="14">
      <rect width="640" height="480" fill="white"/><rect x="80" y="50" width="520" height="370" fill="none" stroke="black"/>
      <path d="M90 400 L300 200 L590 70" stroke="steelblue" fill="none" stroke-width="3"/>
      <text x="240" y="35">Growth of bacteria</text><text x="280" y="460">Time after dilution</text>
      <text transform="translate(35 320) rotate(-90)">Absorbance at noon</text></svg>`),
  )
    .png()
    .toBuffer();

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let figure: string;
beforeEach(async () => {
  test = await startTestServer();
  owner = await test.account();
  const analysis = (await test.call('POST', 'analysis/', { name: 'A', workspace: owner.workspace }, owner.proof)).body;
  figure = (await test.call('POST', 'figure/', { name: 'Figure', analysis: analysis.api_id }, owner.proof)).body.api_id;
});
afterEach(() => test.close());

const db = () => test.server.database.db;
async function publish(bytes = 'plot'): Promise<string> {
  const data = base64(bytes);
  const sent = { figure, metadata: {}, data: [{ name: 'plot', type: 'image', metadata: { format: 'png' }, data }] };
  return (await test.call('POST', 'revision/', sent, owner.proof)).body.api_id;
}
const kept = async (): Promise<string[]> =>
  (await db().selectFrom('picture_texts').select('text').execute()).map(({ text }) => text);

const blobs = { of: () => undefined } as never;
const drawn = { thumbnail: async () => ({ picture: Buffer.from('drawn'), about: {} as never }), hasRoom: () => true };
const readerWith = (ocr: Pick<Ocr, 'read'>, isIdle = () => true, now = () => 0) =>
  createOcrTexts({
    db: db(),
    blobs,
    pictures: drawn,
    report: () => undefined,
    ocr: { ...ocr, close: () => undefined },
    isIdle,
    now,
    pauseMs: 0,
  });

it('reads the words of a plot, also those that read upwards [18.12]', async () => {
  const ocr = createOcr();
  const text = await ocr.read(await plot());
  ocr.close();
  for (const line of ['Growth of bacteria', 'Time after dilution', 'Absorbance at noon']) expect(text).toContain(line);
});

it('has no words of what is no picture, and goes on with the next one', async () => {
  const ocr = createOcr();
  await expect(ocr.read(Buffer.from('no picture'))).rejects.toThrow('the child ended');
  expect(await ocr.read(await plot())).toContain('Growth');
  ocr.close();
});

it('finds figures by words of OCR with the rights of their revision [18.12]', async () => {
  await publish();
  const stranger = await test.account();
  await readerWith({ read: async () => 'Growth of bacteria\nTime' }).fill();
  await test.server.indexChanges();
  const search = async (as = owner) => (await test.call('GET', 'search/?q=bacteria', undefined, as.proof)).body;
  expect((await search()).results).toMatchObject([
    { api_id: figure, match: { in: 'picture', text: 'Growth of bacteria' } },
  ]);
  expect(await search(stranger)).toMatchObject({ results: [], counts: { total: 0 } });
});

it('reads nothing unless it is switched on', async () => {
  await publish();
  await test.server.indexChanges();
  expect(await kept()).toEqual([]);
});

it('waits half a minute after a publish, and until the machine is idle', async () => {
  const revision = await publish();
  const asked: string[] = [];
  let time = 0;
  const texts = readerWith(
    {
      read: async () => {
        asked.push('read');
        return 'words';
      },
    },
    () => asked.push('idle?') > 1,
    () => {
      time += 20_000;
      return time;
    },
  );
  texts.published(revision);
  await texts.settle();
  expect([asked, time, await kept()]).toEqual([['idle?', 'idle?', 'read'], 80_000, ['words']]);
});

it('keeps no text while every picture fails, and an empty one of a later picture that fails', async () => {
  await publish('older');
  await publish('newer');
  const fail = () => Promise.reject(new Error('the child ended'));
  await expect(readerWith({ read: fail }).fill()).rejects.toThrow('the child ended');
  expect(await kept()).toEqual([]);
  const results = [async () => 'words', fail];
  await readerWith({ read: () => results.shift()?.() ?? fail() }).fill();
  expect((await kept()).toSorted()).toEqual(['', 'words']);
});
