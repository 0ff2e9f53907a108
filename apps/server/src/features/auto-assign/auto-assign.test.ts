import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { base64, loseBytes, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { proof: Proof; workspace: string };
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());
beforeEach(async () => {
  const made = await test.call('POST', 'analysis/', { name: 'A', workspace: owner.workspace }, owner.proof);
  analysis = made.body.api_id;
});

const code = (text: string, more: object = {}) => ({
  name: 'Jupyter Cell',
  type: 'code',
  metadata: { language: 'Python', format: 'text', ...more },
  data: base64(text),
});
/** A simple bar plot: bars of these heights, from 0 to 100, on white. */
async function picture(heights: readonly number[], more: object = {}) {
  const bars = heights.map(
    (height, at) => `<rect x="${at * 40 + 5}" y="${100 - height}" width="30" height="${height}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${heights.length * 40}" height="100">${bars.join('')}</svg>`;
  const bytes = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).png().toBuffer();
  return { name: 'figure', type: 'image', metadata: { format: 'png', ...more }, data: bytes.toString('base64') };
}
const publish = async (data: object[], more: object = {}) => {
  const answer = await test.call(
    'POST',
    'revision/auto-assign/',
    { analysis, metadata: {}, data, ...more },
    owner.proof,
  );
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};
const figures = async () => (await test.call('GET', `analysis/${analysis}/`, undefined, owner.proof)).body.figures;
const nameOf = (revision: any) => revision.figure_metadata.name;

const RISING = [10, 20, 30, 45, 60, 80, 90];
const FALLING = [90, 70, 10, 90, 15, 80, 5];

it('prefers the title in metadata to the one in the code, and the oldest figure with that name', async () => {
  const plotted = [code('plt.title("In code")')];
  expect(nameOf(await publish(plotted))).toBe('In code');
  expect(nameOf(await publish(plotted, { metadata: { title: 'In metadata' } }))).toBe('In metadata');
  const again = await publish(plotted, { metadata: { figure_title: ' In code ' } });
  expect([nameOf(again), again.revision_index]).toEqual(['In code', 1]);
  await test.call('POST', 'figure/', { name: 'In code', analysis }, owner.proof);
  expect((await publish(plotted)).revision_index).toBe(2);
});

it('finds the most similar figure, not the newest one', async () => {
  await publish([await picture(RISING)], { metadata: { title: 'Rising' } });
  await publish([await picture(FALLING)], { metadata: { title: 'Falling' } });
  expect(nameOf(await publish([await picture(RISING.map((height) => height + 3))]))).toBe('Rising');
  expect(nameOf(await publish([await picture(FALLING.map((height) => height + 3))]))).toBe('Falling');
});

it('counts equal code even if the picture has changed a lot, but not the code of several figures', async () => {
  const cell = 'for day in days:\n  plt.bar(day.index, day.growth)';
  const script = `${cell}\nplt.title("A")\nplt.title("B")`;
  await publish([await picture(RISING), code(cell)], { metadata: { title: 'Bars' } });
  const changed = [40, 90, 80, 70, 20, 60, 95];
  expect(nameOf(await publish([await picture(changed), code(script)]))).toBe('Anonymous Figure');
  expect(nameOf(await publish([await picture(FALLING), code(cell)]))).toBe('Bars');
});

it('never gives a figure the title of another figure in the same script', async () => {
  const pair = 'fig, axs = plt.subplots(1, 2)\naxs[0].set_title("a")\naxs[1].set_title("b")\nfig.suptitle("pair")';
  const script = code(`${pair}\nfig2, ax = plt.subplots()\nax.set_title(name)`);
  expect(nameOf(await publish([await picture(RISING), code(pair)]))).toBe('pair');
  expect(nameOf(await publish([await picture(FALLING), script]))).toBe('Anonymous Figure');
  // Chosen by the picture, which resembles that figure's.
  expect(nameOf(await publish([await picture(RISING.map((height) => height + 3)), script]))).toBe('pair');
  expect((await figures()).map(({ name }: any) => name)).toEqual(['pair', 'Anonymous Figure']);
});

it('finds no title in a variable, nor in other code of the same revision', async () => {
  const cell = code('p + ggtitle(name)', { language: 'R' });
  const document = code('p + ggtitle("Other")', { language: 'R' });
  expect(nameOf(await publish([await picture(RISING), document]))).toBe('Other');
  expect(nameOf(await publish([await picture(FALLING), cell, document]))).toBe('Anonymous Figure');
  const changed = [40, 90, 80, 70, 20, 60, 95];
  await publish([await picture(FALLING), cell], { metadata: { title: 'Falling' } });
  expect(nameOf(await publish([await picture(changed), cell]))).toBe('Anonymous Figure');
});

it('falls back to one "Anonymous Figure" without a picture or a similar figure', async () => {
  await publish([await picture(RISING)], { metadata: { title: 'Rising' } });
  const [first, second, third] = [
    await publish([]),
    await publish([code('plt.plot(x)')]),
    await publish([await picture(FALLING)]),
  ];
  expect([first, second, third].map(nameOf)).toEqual(Array(3).fill('Anonymous Figure'));
  expect(new Set([first, second, third].map(({ figure }) => figure)).size).toBe(1);
  const broken = { ...(await picture(RISING)), data: base64('not a picture') };
  expect(nameOf(await publish([broken]))).toBe('Anonymous Figure');
});

it('makes one figure with twelve revisions of twelve concurrent publishes with one new title', async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => publish([code('plt.title("Raced")')])));
  expect(made.map(({ revision_index }) => revision_index).toSorted((a, b) => a - b)).toEqual([...Array(12).keys()]);
  expect((await figures()).map(({ name }: any) => name)).toEqual(['Raced']);
  const log = (await test.call('GET', `analysis/${analysis}/log/`, undefined, owner.proof)).body;
  expect(log.filter(({ target_type }: any) => target_type === 'figure')).toHaveLength(1);
  expect(log.filter(({ target_type }: any) => target_type === 'revision')).toHaveLength(12);
});

it('publishes even if the bytes of an older revision are lost', async () => {
  const cell = `plt.plot(${randomUUID()})`;
  const older = await publish([await picture(RISING), code(cell)], { metadata: { title: 'Damaged' } });
  const { hash } = older.data.find(({ type }: any) => type === 'code');
  await loseBytes(test, hash);
  expect((await test.call('GET', `data/${older.data[1].api_id}/`, undefined, owner.proof)).status).toBe(503);
  expect(nameOf(await publish([await picture(FALLING)]))).toBe('Anonymous Figure');
});

it('leaves no figure behind if the publish is refused', async () => {
  const body = { analysis, metadata: { title: 'Refused' }, data: [], short_id: 'zzzzzzzz0' };
  expect((await test.call('POST', 'revision/auto-assign/', body, owner.proof)).status).toBe(400);
  expect(await figures()).toEqual([]);
});

it('accepts any title as a name: too long, with NUL or half a surrogate pair', async () => {
  const title = `a\0b\ud800${'😀'.repeat(2000)}`;
  const revision = await publish([], { metadata: { title } });
  expect(nameOf(revision).startsWith('a b\ufffd😀')).toBe(true);
  expect([...nameOf(revision)]).toHaveLength(1024);
});
