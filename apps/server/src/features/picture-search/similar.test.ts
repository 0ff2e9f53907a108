import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

type Person = Awaited<ReturnType<TestServer['account']>>;

let test: TestServer;
let owner: Person;
let member: Person;
let stranger: Person;
let analysis: string;
let elsewhere: string;
const figures: Record<string, { id: string; revision: string }> = {};

/** Bars of a colour, or, with `isField`, a field of colours that resembles no bars. */
function picture(heights: readonly number[], isField = false): Promise<Buffer> {
  const parts = heights.map((height, at) =>
    isField
      ? `<rect x="${55 * at}" width="55" height="340" fill="hsl(${40 * at},70%,${15 + height / 4}%)"/>`
      : `<rect x="${76 + 40 * at}" y="${300 - 1.4 * height}" width="28" height="${1.4 * height}" fill="#36a"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="440" height="340"><rect width="440" height="340" fill="#fff"/>
<path d="M60 30v270h350" stroke="#000" fill="none" stroke-width="2"/>${parts.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
const BARS = [150, 40, 90, 60, 120, 30, 75, 100];
const changed = (by: number) => BARS.map((height, at) => (at === 3 ? height + by : height));

async function make(path: string, body: object): Promise<string> {
  const { status, body: made, text } = await test.call('POST', path, body, owner.proof);
  if (status !== 201) throw new Error(text);
  return made.api_id;
}

const revise = async (figure: string, bytes: Buffer) =>
  make('revision/', {
    figure,
    metadata: {},
    data: [{ name: 'plot', type: 'image', metadata: { format: 'png' }, data: bytes.toString('base64') }],
  });

async function publish(name: string, bytes: Buffer, where = analysis): Promise<void> {
  const id = await make('figure/', { name, analysis: where });
  figures[name] = { id, revision: await revise(id, bytes) };
}

const idOf = (name: string): string => figures[name]?.id ?? '';
const similar = (name: string, as?: Proof) => test.call('GET', `figure/${idOf(name)}/similar/`, undefined, as);

/** Names of the figures that are similar to one, or the status of a refusal. */
async function namesNear(name: string, as?: Proof): Promise<string[] | number> {
  const { status, body } = await similar(name, as);
  if (status !== 200) return status;
  expect(Object.keys(body)).toEqual(['figures']);
  return body.figures.map((one: { figure_name: string }) => one.figure_name).toSorted();
}

/** Names of the figures that a search with the picture of `own` finds, or the status of a refusal. */
async function namesFound(as?: Proof): Promise<string[] | number> {
  const { status, body } = await test.call('POST', 'search/picture/', undefined, as, {
    payload: await picture(BARS),
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (status !== 200) return status;
  return [...new Set<string>(body.results.map((one: { figure_name: string }) => one.figure_name))].toSorted();
}

const allDescribed = (count: number) =>
  vi.waitFor(
    async () => {
      const rows = await test.server.database.db.selectFrom('likenesses').select('hash').execute();
      if (rows.length < count) throw new Error('pictures are not described yet');
    },
    { timeout: 60_000, interval: 200 },
  );

const enableLink = (kind: string, id: string, enabled: boolean) =>
  test.call('POST', `${kind}/${id}/share/link/`, { enabled }, owner.proof);
const shareWith = (id: string, { username }: Person, enabled: boolean) =>
  test.call('POST', `figure/${id}/share/user/`, { username, sharing_enabled: enabled }, owner.proof);

beforeAll(async () => {
  test = await startTestServer();
  [owner, member, stranger] = [await test.account(), await test.account(), await test.account()];
  analysis = await make('analysis/', { name: 'Here', workspace: owner.workspace });
  elsewhere = await make('analysis/', { name: 'There', workspace: owner.workspace });
  await publish('own', await picture(BARS));
  await publish('sibling', await picture(changed(12)));
  await publish('cousin', await picture(changed(24)), elsewhere);
  await publish('unlike', await picture([40, 90, 10, 70, 30, 80, 20, 60], true));
  await allDescribed(4);
});
afterAll(() => test.close());

describe('similar figures', () => {
  it('are those with the nearest pictures, the most similar first [18.43]', async () => {
    const { status, body } = await similar('own', owner.proof);
    expect(status).toBe(200);
    expect(body.figures.map((one: { figure_name: string }) => one.figure_name)).toEqual(['sibling', 'cousin']);
    expect(body.figures[0]).toMatchObject({
      figure: idOf('sibling'),
      revision: figures['sibling']?.revision,
      revision_index: 0,
    });
    expect(body.figures[0].score).toBeGreaterThan(body.figures[1].score);
    expect((await similar('unlike', owner.proof)).body).toEqual({ figures: [] });
  });

  it('are compared by their newest revisions, and are no revisions of the same figure [18.43]', async () => {
    await publish('moving', await picture(changed(36)));
    await allDescribed(5);
    expect(await namesNear('own', owner.proof)).toContain('moving');
    const revision = await revise(idOf('moving'), await picture([10, 80, 30, 60, 20, 90, 40, 70], true));
    await allDescribed(6);
    expect(await namesNear('own', owner.proof)).not.toContain('moving');
    expect((await similar('unlike', owner.proof)).body.figures).toMatchObject([{ revision, revision_index: 1 }]);
    await test.call('DELETE', `figure/${idOf('moving')}/`, undefined, owner.proof);
    expect(await namesNear('unlike', owner.proof)).toEqual([]);
  });

  it('are none of a figure without a picture', async () => {
    figures['empty'] = { id: await make('figure/', { name: 'empty', analysis }), revision: '' };
    expect((await similar('empty', owner.proof)).body).toEqual({ figures: [] });
  });
});

/** Figures similar to `own`, and those found by its picture, for each caller. */
const seen = async (as?: Proof) => ({ near: await namesNear('own', as), found: await namesFound(as) });
const ALL = { near: ['cousin', 'sibling'], found: ['cousin', 'own', 'sibling'] };

describe('nobody learns by a picture what they may not see [18.44]', () => {
  it('neither a stranger, nor somebody without an account, nor keys for something else', async () => {
    expect(await seen(owner.proof)).toEqual(ALL);
    expect(await seen(stranger.proof)).toEqual({ near: 403, found: [] });
    expect(await seen()).toEqual({ near: 403, found: 403 });
    const key = async (fields: object) => (await test.key(owner.proof, fields)).proof;
    expect(await seen(await key({ permission: 'publish' }))).toEqual({ near: 403, found: 403 });
    expect(await seen(await key({ permission: 'read' }))).toEqual(ALL);
    expect(await seen(await key({ workspace: owner.workspace }))).toEqual(ALL);
    const other = await make('workspace/', { name: 'Other' });
    expect(await seen(await key({ workspace: other }))).toEqual({ near: 403, found: [] });
  });

  it('a member sees all until the membership ends', async () => {
    const change = (what: string, more = {}) =>
      test.call(
        'POST',
        `workspace/${owner.workspace}/members/${what}/`,
        { username: member.username, ...more },
        owner.proof,
      );
    await change('add', { membership_type: 'viewer' });
    expect(await seen(member.proof)).toEqual(ALL);
    await change('remove');
    expect(await seen(member.proof)).toEqual({ near: 403, found: [] });
  });

  it('a person with whom figures are shared by name sees these, and no others', async () => {
    await shareWith(idOf('own'), stranger, true);
    expect(await seen(stranger.proof)).toEqual({ near: [], found: ['own'] });
    await shareWith(idOf('cousin'), stranger, true);
    expect(await seen(stranger.proof)).toEqual({ near: ['cousin'], found: ['cousin', 'own'] });
    await shareWith(idOf('own'), stranger, false);
    await shareWith(idOf('cousin'), stranger, false);
    expect(await seen(stranger.proof)).toEqual({ near: 403, found: [] });
  });

  it('a link to a figure shows no other figure, also not one with a link of its own', async () => {
    await enableLink('figure', idOf('own'), true);
    await enableLink('figure', idOf('sibling'), true);
    expect(await seen()).toEqual({ near: [], found: 403 });
    expect(await seen(stranger.proof)).toEqual({ near: [], found: [] });
    await enableLink('figure', idOf('own'), false);
    await enableLink('figure', idOf('sibling'), false);
    expect(await namesNear('own')).toBe(403);
  });

  it('a link to an analysis shows the similar figures in it', async () => {
    await enableLink('analysis', analysis, true);
    expect(await seen()).toEqual({ near: ['sibling'], found: 403 });
    expect(await seen(stranger.proof)).toEqual({ near: ['sibling'], found: [] });
    await enableLink('analysis', analysis, false);
    expect(await seen(stranger.proof)).toEqual({ near: 403, found: [] });
  });

  it('a figure in the trash is gone at once, and back when it is restored', async () => {
    await test.call('DELETE', `figure/${idOf('sibling')}/`, undefined, owner.proof);
    expect(await seen(owner.proof)).toEqual({ near: ['cousin'], found: ['cousin', 'own'] });
    await test.call('POST', `trash/${idOf('sibling')}/restore/`, {}, owner.proof);
    expect(await seen(owner.proof)).toEqual(ALL);
  });
});
