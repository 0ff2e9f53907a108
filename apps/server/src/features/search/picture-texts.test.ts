import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Pictures } from '../../kernel/pictures/index.ts';
import { base64, loseBytes, startTestServer, type TestServer } from '../../testing/index.ts';
import { pdf } from '../../testing/pdf.ts';
import { createPdfTexts, requestFill } from './index.ts';

let test: TestServer;
type Account = Awaited<ReturnType<TestServer['account']>>;
let owner: Account;
let analysis: string;
beforeEach(async () => {
  test = await startTestServer();
  owner = await test.account();
  analysis = await make('analysis/', { name: 'Analysis', workspace: owner.workspace });
});
afterEach(() => test.close());

const db = () => test.server.database.db;
const make = async (path: string, body: object, as = owner): Promise<string> => {
  const { status, text, body: made } = await test.call('POST', path, body, as.proof);
  if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
  return made.api_id;
};
const picture = (bytes: string, format = 'pdf', type = 'image') => ({
  name: 'picture',
  type,
  metadata: { format },
  data: base64(bytes),
});
async function publish(...data: readonly object[]) {
  const figure = await make('figure/', { name: 'Figure', analysis });
  return { figure, revision: await make('revision/', { figure, metadata: {}, data }) };
}
async function search(q: string, as: Pick<Account, 'proof'> = owner): Promise<any> {
  return (await test.call('GET', `search/?q=${q}`, undefined, as.proof)).body;
}
const totals = async (q: string, as = owner): Promise<number> => (await search(q, as)).counts.total;
const kept = () => db().selectFrom('picture_texts').select('text').execute();
const hashOf = async (revision: string): Promise<string> =>
  (await db().selectFrom('data').select('hash').where('owner_id', '=', revision).executeTakeFirstOrThrow()).hash;

/** Reads texts with these pictures instead of the server's. */
function readerWith(text: Pictures['text']) {
  const blobs = { of: () => ({ withLocalFile: async () => 'lent' }) } as never;
  return createPdfTexts({ db: db(), blobs, pictures: { text, hasRoom: () => true }, report: () => undefined });
}

it('finds figures by the text of their PDF, and shows the line [18.11]', async () => {
  const { figure } = await publish(picture(pdf([['Growth of cultures', 'Absorbance at 600 nm']])));
  await test.server.indexChanges();
  const { results } = await search('absorbance');
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({
    api_id: figure,
    match: { in: 'picture', text: 'Absorbance at 600 nm', marks: [[0, 10]], revision: null },
  });
  // One line is one text.
  expect(await totals('"growth of cultures"')).toBe(1);
  expect(await totals('"cultures absorbance"')).toBe(0);
});

it('finds an older revision by its PDF, and files that are PDF', async () => {
  const { figure, revision } = await publish(picture(pdf([['Baseline']])));
  await make('revision/', { figure, metadata: {}, data: [picture(pdf([['Protocol']]), 'pdf', 'file')] });
  await test.server.indexChanges();
  expect((await search('baseline')).results[0]).toMatchObject({ api_id: figure, match: { revision } });
  expect(await totals('protocol')).toBe(1);
});

it('gives the words of a PDF only to those who may view it, and to nobody when it is replaced or deleted [18.11]', async () => {
  const stranger = await test.account();
  const { figure, revision } = await publish(picture(pdf([['Confidential']])));
  await test.server.indexChanges();
  const share = (sharing_enabled: boolean) =>
    test.call('POST', `figure/${figure}/share/user/`, { username: stranger.username, sharing_enabled }, owner.proof);
  const nothing = { results: [], corrected: [], counts: { total: 0 } };
  for (const q of ['confidential', 'confidentail']) expect(await search(q, stranger)).toMatchObject(nothing);
  await share(true);
  expect(await totals('confidential', stranger)).toBe(1);
  await share(false);
  expect(await search('confidential', stranger)).toMatchObject(nothing);
  // The same bytes of a stranger tell nothing about those of others.
  const own = await make('analysis/', { name: 'Own', workspace: stranger.workspace }, stranger);
  const copy = await make('figure/', { name: 'Copy', analysis: own }, stranger);
  await make('revision/', { figure: copy, metadata: {}, data: [picture(pdf([['Confidential']]))] }, stranger);
  await test.server.indexChanges();
  expect((await search('confidential', stranger)).results).toMatchObject([{ api_id: copy }]);
  expect((await search('confidential')).results).toMatchObject([{ api_id: figure }]);
  const data = [picture(pdf([['Public']]))];
  await test.call('PATCH', `revision/${revision}/`, { data }, owner.proof);
  expect(await search('confidential')).toMatchObject(nothing);
  await test.server.indexChanges();
  expect([await totals('confidential'), await totals('public')]).toEqual([0, 1]);
});

it('a hostile PDF ends within limits, and its revision is found by the rest [18.11]', async () => {
  const loop = '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 60\n{} loop';
  await publish(picture(loop, 'eps'), picture('%PDF-1.4 damaged'), picture(pdf([['Survivor']])), {
    name: 'notes',
    type: 'text',
    metadata: {},
    data: base64('Remaining words'),
  });
  const costly = readerWith(async () => ({ picture: null, reason: 'too_costly' }));
  await costly.fill();
  expect(await kept()).toEqual([{ text: '' }, { text: '' }, { text: '' }]);
  await test.server.indexChanges();
  expect([await totals('remaining'), await totals('survivor')]).toEqual([1, 0]);
});

it('fills in the texts of before, after each request to fill the index anew', async () => {
  await publish(picture(pdf([['Before']])));
  await test.server.indexChanges();
  await db().deleteFrom('picture_texts').execute();
  await requestFill(db());
  await test.server.indexChanges();
  expect(await totals('before')).toBe(0);
  const texts = readerWith(async () => ({
    picture: Buffer.from('Before\u0000 and after'),
    about: { width: 0, height: 0, pages: 0, vector: true },
  }));
  await texts.fill();
  await test.server.indexChanges();
  expect([await totals('before'), await totals('after')]).toEqual([1, 1]);
});

it('reads again what failed because of the machine, and stops without Ghostscript', async () => {
  await publish(picture(pdf([['One']])));
  await publish(picture(pdf([['Two']])));
  const asked: string[] = [];
  for (const reason of ['too_slow', 'no_ghostscript', 'unreadable', 'unreadable'] as const)
    await readerWith(async () => {
      asked.push(reason);
      return { picture: null, reason };
    }).fill();
  expect(asked).toEqual(['too_slow', 'too_slow', 'no_ghostscript', 'unreadable', 'unreadable']);
});

it('makes room for publishes, also when it has begun', async () => {
  const first = await publish(picture(pdf([['One']])));
  const second = await publish(picture(pdf([['Two']])));
  const times: number[] = [];
  const reader = readerWith(async () => {
    times.push(Date.now());
    if (times.length === 1) reader.published(first.revision);
    return { picture: null, reason: 'unreadable' };
  });
  reader.start();
  for (const { revision } of [first, second]) reader.published(revision);
  await expect.poll(() => times.length).toBe(2);
  reader.close();
  const [begun = 0, goesOn = 0] = times;
  // Half a second after the publish.
  expect(goesOn - begun).toBeGreaterThanOrEqual(499);
});

it('reads nothing of lost bytes', async () => {
  const { revision } = await publish(picture(pdf([['Lost']])), picture(pdf([['There']])));
  await loseBytes(test, await hashOf(revision));
  await test.server.indexChanges();
  expect(await totals('there')).toBe(1);
  expect(await kept()).toEqual([{ text: 'There' }]);
});

it('removes texts of pictures that no revision has any more', async () => {
  const { revision } = await publish(picture(pdf([['Removed']])));
  await test.server.indexChanges();
  const reader = readerWith(async () => ({ picture: null, reason: 'too_slow' }));
  await reader.fill();
  expect(await kept()).toEqual([{ text: 'Removed' }]);
  await db().deleteFrom('data').where('owner_id', '=', revision).execute();
  await reader.fill();
  expect(await kept()).toEqual([]);
});
