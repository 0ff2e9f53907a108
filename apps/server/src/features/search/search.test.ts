import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
type Account = Awaited<ReturnType<TestServer['account']>>;
let owner: Account;
let stranger: Account;
let analysis: string;
let count = 0;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());
beforeEach(async () => {
  // Of each test, because a person may search ten times a second.
  [owner, stranger] = [await test.account(), await test.account()];
  analysis = await make('analysis/', { name: `Growth ${++count}`, workspace: owner.workspace });
});

async function ok(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, as = owner) {
  const { status, text, body: answer } = await test.call(method, path, body, as.proof);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return answer;
}
const make = async (path: string, body: object): Promise<string> => (await ok('POST', path, body)).api_id;

interface Datum {
  name?: string;
  type?: string;
  metadata?: object;
  text: string;
}
async function publish(figure: string, data: readonly Datum[] = [], metadata: object = {}): Promise<string> {
  const items = data.map(({ name = 'notes', type = 'text', metadata: own = {}, text }) => ({
    name,
    type,
    metadata: own,
    data: base64(text),
  }));
  return make('revision/', { figure, metadata, data: items });
}
async function draw(name: string, data: readonly Datum[] = [], metadata: object = {}): Promise<string> {
  const figure = await make('figure/', { name, analysis });
  await publish(figure, data, metadata);
  return figure;
}
const code = (text: string): Datum => ({
  name: 'code',
  type: 'code',
  text,
  metadata: { format: 'text', language: 'python' },
});

async function search(q: string, as: Pick<Account, 'proof'> = owner, more = ''): Promise<any> {
  const { status, text, body } = await test.call(
    'GET',
    `search/?q=${encodeURIComponent(q)}${more}`,
    undefined,
    as.proof,
  );
  if (status !== 200) throw new Error(`${q}: ${status} ${text}`);
  return body;
}
const names = async (q: string, as: Pick<Account, 'proof'> = owner): Promise<string[]> =>
  (await search(q, as)).results.map(({ name }: { name: string }) => name);
const index = () => test.server.indexChanges();

describe('a search', () => {
  it('finds figures by name, description, code, text, metadata, packages, files, columns and people', async () => {
    const name = `Dose response ${count}`;
    const figure = await draw(
      name,
      [
        code('def fit_hill(x):\n    return EC50 * growthRate'),
        { text: 'Incubated overnight at 37 degrees' },
        { name: 'pip freeze', text: 'numpy==2.1\nscikit-learn==1.5' },
        { name: 'plate.csv', type: 'dataframe', text: 'well,absorbance\nA1,0.5', metadata: { format: 'csv' } },
        {
          name: 'figure.svg',
          type: 'image',
          text: '<svg><text x="1">Fluores&#99;ence</text></svg>',
          metadata: { format: 'svg' },
        },
      ],
      { project: { strain: 'MG1655' } },
    );
    await ok('PATCH', `figure/${figure}/`, { description: 'Answers the reviewer' });
    await ok('POST', `figure/${figure}/tags/`, { add: ['manuscript'] });
    await index();
    for (const q of [
      'response dose',
      'dos resp',
      'fit_hill',
      'hill',
      'fithill',
      'ec50',
      'EC50',
      'growth rate',
      'growthrate',
      'incubated',
      'numpy',
      'scikit',
      'plate',
      'absorbance',
      'fluorescence',
      'strain',
      'mg1655',
      'reviewer',
      'manuscript',
    ])
      expect([q, await namesInTurn(q)]).toEqual([q, [name]]);
    for (const q of [
      `"dose response"`,
      'tag:manuscript',
      'package:scikit_learn',
      'has:table dose',
      'type:picture dose',
      `author:${owner.username}`,
      owner.username,
    ])
      expect([q, await namesInTurn(q)]).toEqual([q, expect.arrayContaining([name])]);
    for (const q of [
      '"response dose"',
      'dose -response',
      'tag:other',
      'package:pandas',
      'type:interactive dose',
      'author:nobody dose',
      'dose nothingness',
      'dose -fit_hill',
    ])
      expect([q, await namesInTurn(q)]).toEqual([q, []]);
  });

  /** With a new account's key for each search, since one person may search ten times a second. */
  async function namesInTurn(q: string): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve, 110));
    return names(q);
  }

  it('ranks names before tags and analyses, these before texts, and texts before code', async () => {
    await draw('In code', [code('zebra = 1')]);
    await draw('In text', [{ text: 'A zebra' }]);
    const tagged = await draw('In tags');
    await ok('POST', `figure/${tagged}/tags/`, { add: ['zebra'] });
    await draw('In the name: zebra');
    await index();
    expect(await names('zebra')).toEqual(['In the name: zebra', 'In tags', 'In text', 'In code']);
  });

  it('finds a figure by the name of its analysis and a word of its own', async () => {
    await draw('Curves', [code('import scipy')]);
    await index();
    expect(await names(`growth curves`)).toEqual(['Curves']);
    expect(await names(`analysis:"growth ${count}" scipy`)).toEqual(['Curves']);
    expect(await names(`analysis:other scipy`)).toEqual([]);
    expect((await search('workspace:nowhere curves')).counts.total).toBe(0);
    // A name with an identifier.
    await ok('PATCH', `workspace/${owner.workspace}/`, { name: 'Lab 3f2a_b0c' });
    await index();
    expect(await names('workspace:"lab 3f2a_b0c" scipy')).toEqual(['Curves']);
  });

  it('shows the matching line, also of an older revision', async () => {
    const figure = await make('figure/', { name: 'Spectra', analysis });
    const old = await publish(figure, [code('import os\nbaseline = subtract(background)\n')]);
    await publish(figure, [code('import os\nsmooth(signal)\n')]);
    await index();
    const [now] = (await search('smooth')).results;
    expect(now).toMatchObject({
      name: 'Spectra',
      match: { in: 'code', text: 'smooth(signal)', marks: [[0, 6]], revision: null },
    });
    const { results, counts } = await search('background');
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      type: 'figure',
      match: { text: 'baseline = subtract(background)', revision: old },
    });
    expect(counts).toMatchObject({ total: 1, complete: true, types: [{ type: 'figure', count: 1 }] });
    expect((await search('spectra')).results[0]).toMatchObject({ match: null, name_marks: [[0, 7]] });
  });

  it('corrects words that nothing has', async () => {
    await draw('Species in three dimensions');
    await index();
    const { results, corrected } = await search('dimensons species');
    expect(results.map(({ name }: any): string => name)).toEqual(['Species in three dimensions']);
    expect(corrected).toEqual([{ from: 'dimensons', to: ['dimensions'] }]);
    expect((await search('dimension')).corrected).toEqual([]);
  });

  it('opens an address, an ID and a short ID', async () => {
    const figure = await draw('Opened');
    const { revisions } = await ok('GET', `figure/${figure}/`);
    const { short_id } = await ok('PATCH', `figure/${figure}/`, {}).then(() =>
      ok('GET', `revision/${revisions[0].api_id}/`),
    );
    for (const q of [figure, figure.toUpperCase(), `https://lab.example.org/figure/${figure}?tab=code#x`])
      expect((await search(q)).opens).toEqual({ type: 'figure', api_id: figure });
    if (short_id !== null) expect((await search(`https://x.org/r/${short_id}`)).opens?.type).toBe('revision');
    expect((await search(figure, stranger)).opens).toBeNull();
  });

  /** One person may search ten times a second. */
  const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1100));

  it('answers anything', async () => {
    await draw('Anything');
    await index();
    const odd = [
      '',
      '   ',
      '"',
      '""',
      '-',
      '--',
      '-"',
      'tag:',
      'tag:"',
      'on:never',
      'before:',
      '*',
      '(',
      'AND',
      'a NEAR(b',
      "'; drop",
      '\\',
      ':',
      'x:y:z',
      '½',
      '🙂',
      '-anything',
      'NOT anything',
      '¶',
      'a'.repeat(1000),
      '" - " -"',
    ];
    for (const q of odd) {
      await new Promise((resolve) => setTimeout(resolve, 110));
      expect([
        q,
        (await test.call('GET', `search/?q=${encodeURIComponent(q)}`, undefined, owner.proof)).status,
      ]).toEqual([q, 200]);
    }
    await aSecond();
    expect(await names('unknown:anything')).toEqual([]);
    expect((await test.call('GET', 'search/?q=a&limit=0', undefined, owner.proof)).status).toBe(400);
    expect((await test.call('GET', 'search/?q=a&tz=Nowhere', undefined, owner.proof)).status).toBe(400);
    expect((await test.call('GET', 'search/?q=a&cursor=x', undefined, owner.proof)).status).toBe(400);
  });

  it('comes in pages with counts of all', async () => {
    for (let number = 0; number < 5; number++) await draw(`Paged ${number}`);
    await index();
    const first = await search('paged', owner, '&limit=2');
    const second = await search('paged', owner, `&limit=2&cursor=${first.next}`);
    const third = await search('paged', owner, `&limit=2&cursor=${second.next}`);
    const all = [first, second, third].flatMap(({ results }) => results.map(({ name }: any): string => name));
    expect(all).toEqual([4, 3, 2, 1, 0].map((number) => `Paged ${number}`));
    expect(third.next).toBeNull();
    expect(first.counts).toMatchObject({
      total: 5,
      workspaces: [{ workspace: owner.workspace, count: 5, analyses: [{ analysis, count: 5 }] }],
    });
  });

  it('narrows by time', async () => {
    await draw('Timed');
    await index();
    const today = new Date().toISOString().slice(0, 10);
    expect(await names(`timed on:${today}`)).toEqual(['Timed']);
    expect(await names(`timed on:"today"`)).toEqual(['Timed']);
    expect(await names(`timed before:${today}`)).toEqual([]);
    expect(await names('timed after:2 days ago')).toEqual(['Timed']);
    expect(await names('timed on:last year')).toEqual([]);
  });

  it('is for people and keys that may view, ten times a second', async () => {
    expect((await test.call('GET', 'search/?q=a')).status).toBe(403);
    const key = await test.key(owner.proof, { permission: 'publish' });
    expect((await test.call('GET', 'search/?q=a', undefined, key.proof)).status).toBe(403);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => test.call('GET', 'search/?q=a', undefined, stranger.proof)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });
});

describe('nobody finds', () => {
  const everything = async (q: string, as: Pick<Account, 'proof'>) => {
    const { results, counts, corrected } = await search(q, as);
    return { results: results.map(({ name }: any): string => name), total: counts.total, corrected };
  };
  const NOTHING = { results: [], total: 0, corrected: [] };
  const share = (kind: string, id: string, is = true) =>
    ok('POST', `${kind}/${id}/share/user/`, { username: stranger.username, sharing_enabled: is });

  it('a word, a count or a correction of what they may not see', async () => {
    await draw('Confidential heartbeat', [code('secretive = 1')]);
    await index();
    for (const q of ['heartbeat', 'secretive', 'heartbaet', 'growth', owner.username])
      expect([q, await everything(q, stranger)]).toEqual([q, NOTHING]);
    expect((await everything('heartbaet', owner)).corrected).toEqual([{ from: 'heartbaet', to: ['heartbeat'] }]);
    // A correction that finds something of theirs names no word of others.
    await ok('POST', 'analysis/', { name: 'Heartbeats', workspace: stranger.workspace }, stranger);
    await index();
    expect(await everything('heartbeatts', stranger)).toEqual({
      results: ['Heartbeats'],
      total: 1,
      corrected: [{ from: 'heartbeatts', to: ['heartbeats'] }],
    });
  });

  it('more than the part that is shared with them, or after it is shared no longer', async () => {
    const figure = await draw('Shared heartbeat', [code('visible = 1')]);
    await draw('Other heartbeat');
    await index();
    await share('figure', figure);
    expect(await everything('heartbeat', stranger)).toEqual({ results: ['Shared heartbeat'], total: 1, corrected: [] });
    expect(await names('visible', stranger)).toEqual(['Shared heartbeat']);
    // Its analysis and its author are hidden.
    for (const q of ['growth heartbeat', `analysis:growth`, `${owner.username} heartbeat`])
      expect([q, (await everything(q, stranger)).total]).toEqual([q, 0]);
    const [shown] = (await search('heartbeat', stranger)).results;
    expect(shown).toMatchObject({ workspace: null, workspace_name: null, analysis: null, analysis_name: null });
    await share('figure', figure, false);
    expect(await everything('heartbeat', stranger)).toEqual(NOTHING);
  });

  it('the figure of a revision that alone is shared with them', async () => {
    const figure = await make('figure/', { name: 'Series', analysis });
    const first = await publish(figure, [code('earliest = 1')]);
    await publish(figure, [code('latest = 1')]);
    await index();
    await share('revision', first);
    expect(await search('earliest', stranger)).toMatchObject({
      results: [{ type: 'revision', api_id: first, name: 'Series – Revision #1' }],
    });
    expect(await everything('latest', stranger)).toEqual(NOTHING);
  });

  it('what is shared by link only', async () => {
    const figure = await draw('Linked heartbeat');
    await ok('POST', `figure/${figure}/share/link/`, { enabled: true });
    await index();
    expect(await everything('heartbeat', stranger)).toEqual(NOTHING);
    expect((await search(figure, stranger)).opens).toEqual({ type: 'figure', api_id: figure });
  });

  it('what is in the trash, and finds it again when it is restored', async () => {
    const figure = await draw('Deleted heartbeat');
    await index();
    await ok('DELETE', `figure/${figure}/`);
    expect(await everything('heartbeat', owner)).toEqual(NOTHING);
    expect(await everything('heartbaet', owner)).toEqual(NOTHING);
    await index();
    await ok('POST', 'batch/', { action: 'restore', objects: [figure] });
    await index();
    expect(await names('heartbeat')).toEqual(['Deleted heartbeat']);
  });

  it('words that were replaced or deleted, even before the index learns of it', async () => {
    const figure = await make('figure/', { name: 'Renamed heartbeat', analysis });
    const revision = await publish(figure, [code('password = 1')], { key: 'hunter' });
    await index();
    await ok('PATCH', `revision/${revision}/`, { metadata: { key: 'removed' } });
    expect(await everything('hunter', owner)).toEqual(NOTHING);
    await index();
    expect([await names('hunter'), await names('removed')]).toEqual([[], ['Renamed heartbeat']]);
    await ok('PATCH', `revision/${revision}/`, {
      data: [{ name: 'code', type: 'code', metadata: {}, data: base64('other = 1') }],
    });
    expect(await everything('password', owner)).toEqual(NOTHING);
    await index();
    expect([await names('password'), await names('other')]).toEqual([[], ['Renamed heartbeat']]);
    await ok('DELETE', `revision/${revision}/`);
    expect(await everything('other', owner)).toEqual(NOTHING);
    await index();
    expect([await names('other'), await names('heartbeat')]).toEqual([[], ['Renamed heartbeat']]);
    await ok('PATCH', `figure/${figure}/`, { name: 'Pulse' });
    expect(await everything('heartbeat', owner)).toEqual(NOTHING);
  });

  it('more with a key than in its workspace', async () => {
    await draw('Keyed heartbeat');
    const other = await make('workspace/', { name: 'Other' });
    await index();
    const key = await test.key(owner.proof, { workspace: other, permission: 'read' });
    expect(await everything('heartbeat', key)).toEqual(NOTHING);
    const here = await test.key(owner.proof, { workspace: owner.workspace, permission: 'read' });
    expect((await everything('heartbeat', here)).total).toBe(1);
  });

  it('what moved out of their workspace', async () => {
    const lab = await make('workspace/', { name: 'Lab' });
    const inside = await make('analysis/', { name: 'Inside', workspace: lab });
    await ok('POST', `workspace/${lab}/members/add/`, { username: stranger.username, membership_type: 'viewer' });
    const figure = await make('figure/', { name: 'Moved heartbeat', analysis: inside });
    await index();
    expect(await names('heartbeat', stranger)).toEqual(['Moved heartbeat']);
    await ok('PATCH', `figure/${figure}/`, { analysis });
    expect(await everything('heartbeat', stranger)).toEqual(NOTHING);
    await index();
    expect([await everything('heartbeat', stranger), await names('heartbeat')]).toEqual([NOTHING, ['Moved heartbeat']]);
  });
});
