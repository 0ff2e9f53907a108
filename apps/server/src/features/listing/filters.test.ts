import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { countOf, NO_FILTERS, pageOf, rareTagOf } from './store/entries.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let colleague: { username: string; proof: Proof; workspace: string };
let analysis: string;
const figures: Record<string, string> = {};

const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object, as = owner.proof) =>
  test.call(method, path, body, as);
async function make(path: string, body: object, as = owner.proof): Promise<string> {
  const { status, text, body: made } = await call('POST', `${path}/`, body, as);
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return made.api_id;
}
const image = (format: string) => ({ name: 'i', type: 'image', metadata: { format }, data: base64(format) });
const table = { name: 't', type: 'dataframe', metadata: { format: 'csv' }, data: base64('a,b\n1,2\n') };
const publish = (figure: string, data: object[]) => make('revision', { figure, metadata: {}, data });

beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  colleague = await test.account();
  const workspace = await make('workspace', { name: 'Filters' });
  await call('POST', `workspace/${workspace}/members/add/`, {
    username: colleague.username,
    membership_type: 'creator',
  });
  analysis = await make('analysis', { name: 'Filtered', workspace });
  const contents: [string, string[], object[], Proof][] = [
    ['picture', ['Paper', 'a\u00e9'], [image('png')], owner.proof],
    ['plot', ['paper', 'draft'], [image('png'), image('HTML'), table], colleague.proof],
    ['numbers', [], [table], colleague.proof],
    [
      'note',
      ['draft'],
      [{ name: 'n', type: 'text', metadata: {}, data: base64('a longer text than all others here') }],
      owner.proof,
    ],
    ['empty', [], [], owner.proof],
  ];
  for (const [name, tags, data, as] of contents) {
    const figure = (figures[name] = await make('figure', { name, analysis, tags }, as));
    if (data.length > 0) await publish(figure, data);
  }
});
afterAll(() => test.close());

const page = async (query: string, as = owner.proof) => {
  const { status, text, body } = await call(
    'GET',
    `analysis/${analysis}/figures/?sort=created&${query}`,
    undefined,
    as,
  );
  if (status !== 200) throw new Error(text);
  return body as { entries: any[]; total: number; next: string | null };
};
const names = async (query: string, as = owner.proof) => (await page(query, as)).entries.map(({ name }) => name);
const facets = async (query = '', as = owner.proof) =>
  (await call('GET', `analysis/${analysis}/figures/facets/?${query}`, undefined, as)).body;
const text = encodeURIComponent;

describe('figures of an analysis', () => {
  it.each([
    ['kind=picture', ['picture']],
    ['kind=interactive', ['plot']],
    ['kind=table', ['numbers']],
    ['kind=other', ['note']],
    ['has_table=true', ['numbers', 'plot']],
    ['tags=PAPER', ['plot', 'picture']],
    [`tags=${text('paper\ndraft')}`, ['plot']],
    [`tags=${text('ae\u0301')}`, ['picture']],
    ['tags=none', []],
    ['tags=draft&kind=other', ['note']],
    ['name=p&has_table=true', ['plot']],
    ['since=2000-01-01T00:00:00Z', ['empty', 'note', 'numbers', 'plot', 'picture']],
    ['until=2000-01-01T00:00:00Z', []],
  ])('are filtered by %s', async (query, expected) => {
    const { entries, total } = await page(query);
    expect([entries.map(({ name }) => name), total]).toEqual([expected, expected.length]);
  });

  it('are filtered by their creator', async () => {
    expect(await names(`by=${colleague.username}`)).toEqual(['numbers', 'plot']);
    expect(await names('by=nobody_of_this_name')).toEqual([]);
  });

  it('are filtered by the time of their last change', async () => {
    const { child_updated_on } = (await call('GET', `figure/${figures['numbers']}/`)).body;
    expect(await names(`since=${text(child_updated_on)}`)).toEqual(['empty', 'note', 'numbers']);
    expect(await names(`until=${text(child_updated_on)}`)).toEqual(['plot', 'picture']);
  });

  it('tell their tags, kind and table', async () => {
    const { entries } = await page('');
    const told = entries.map(({ name, kind, has_table, tags }) => [name, kind, has_table, tags]);
    expect(told).toEqual([
      ['empty', null, false, []],
      ['note', 'other', false, ['draft']],
      ['numbers', 'table', true, []],
      ['plot', 'interactive', true, ['draft', 'paper']],
      ['picture', 'picture', false, ['a\u00e9', 'Paper']],
    ]);
  });

  it('are the same for tags of few figures and of many', async () => {
    const { db } = test.server.database;
    expect(await rareTagOf(db, ['draft', 'a\u00e9', 'paper'])).toBe('a\u00e9');
    expect(await rareTagOf(db, ['draft', 'none'])).toBe('none');
    expect(await rareTagOf(db, ['draft', 'paper'], 1)).toBeNull();
    expect(await rareTagOf(db, [])).toBeNull();
    const found = async (tags: string[], rareTag: string | null) => {
      const asked = { parentId: analysis, kind: 'figure', filters: { ...NO_FILTERS, tags, rareTag } } as const;
      const rows = await pageOf(db, { ...asked, sort: 'name', after: null, limit: 10 });
      return [rows.map(({ name }) => name), await countOf(db, asked)];
    };
    for (const rareTag of [null, 'draft', 'paper'])
      expect(await found(['draft', 'paper'], rareTag)).toEqual([['plot'], 1]);
    for (const rareTag of [null, 'draft']) expect(await found(['draft'], rareTag)).toEqual([['note', 'plot'], 2]);
  });

  it.each(['changed', 'created', 'name', 'size'])('come in pages without gaps and duplicates, by %s', async (sort) => {
    const whole = (await call('GET', `analysis/${analysis}/figures/?sort=${sort}`)).body.entries;
    const paged: any[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call('GET', `analysis/${analysis}/figures/?sort=${sort}&limit=1${cursor}`);
      paged.push(...body.entries);
      if (body.next === null) break;
      cursor = `&cursor=${text(body.next)}`;
    }
    expect(paged).toEqual(whole);
    expect(whole).toHaveLength(5);
    if (sort === 'size') expect(whole[0].name).toBe('note');
    if (sort === 'name')
      expect(whole.map(({ name }: any) => name)).toEqual(['empty', 'note', 'numbers', 'picture', 'plot']);
  });

  it.each(['kind=x', 'has_table=false', 'since=yesterday', `tags=${text('a\n\nb')}`, 'sort=color'])(
    'are refused for %s',
    async (query) => {
      for (const path of ['figures/', 'figures/facets/']) {
        if (query.startsWith('sort') && path.includes('facets')) continue;
        expect((await call('GET', `analysis/${analysis}/${path}?${query}`)).status).toBe(400);
      }
    },
  );

  it('have numbers beside each filter, which ignore that filter alone', async () => {
    expect(await facets()).toMatchObject({
      people: [
        { username: owner.username, count: 3 },
        { username: colleague.username, count: 2 },
      ],
      tags: [
        { tag: 'draft', count: 2 },
        { tag: 'Paper', count: 2 },
        { tag: 'a\u00e9', count: 1 },
      ],
      has_table: 2,
      starred: 0,
    });
    const { people, kinds, has_table, tags } = await facets(`by=${colleague.username}&kind=interactive`);
    expect(people).toEqual([{ username: colleague.username, count: 1 }]);
    expect(kinds).toEqual([
      { kind: 'interactive', count: 1 },
      { kind: 'table', count: 1 },
    ]);
    expect([has_table, tags.length]).toEqual([1, 2]);
  });
});

it('what a figure shows follows its newest revision through every change', async () => {
  const figure = await make('figure', { name: 'Changing', analysis });
  const other = await make('figure', { name: 'Other', analysis });
  const shown = async (id = figure) => {
    const { entries } = await page('');
    const { kind, has_table } = entries.find(({ api_id }) => api_id === id);
    return [kind, has_table];
  };
  expect(await shown()).toEqual([null, false]);
  await publish(figure, [image('png')]);
  expect(await shown()).toEqual(['picture', false]);
  const second = await publish(figure, [table]);
  expect(await shown()).toEqual(['table', true]);
  await call('POST', `revision/${second}/append_data/`, { data: [image('html')] });
  expect(await shown()).toEqual(['interactive', true]);
  await call('PUT', `revision/${second}/`, { data: [image('svg')] });
  expect(await shown()).toEqual(['picture', false]);
  await call('PUT', `revision/${second}/`, { data: [table] });
  await call('DELETE', `revision/${second}/`);
  expect(await shown()).toEqual(['picture', false]);
  await call('POST', `trash/${second}/restore/`);
  expect(await shown()).toEqual(['table', true]);
  await call('PATCH', `revision/${second}/`, { figure: other });
  expect([await shown(), await shown(other)]).toEqual([
    ['picture', false],
    ['table', true],
  ]);
  for (const { api_id } of (await call('GET', `figure/${figure}/`)).body.revisions)
    await call('DELETE', `revision/${api_id}/`);
  expect(await shown()).toEqual([null, false]);
  for (const id of [figure, other]) await call('DELETE', `figure/${id}/`);
});

describe('stars', () => {
  const starred = async (as: Proof, query = '') => {
    const { entries } = (await call('GET', `star/?${query}`, undefined, as)).body;
    return entries.map(({ name }: { name: string }) => name);
  };

  it("are each person's own, and in no answer about the figure", async () => {
    const path = `figure/${figures['plot']}/`;
    const before = await call('GET', path);
    for (const name of ['picture', 'plot'])
      expect((await call('PUT', `figure/${figures[name]}/star/`)).body).toEqual({ starred: true });
    expect((await call('PUT', `figure/${figures['picture']}/star/`)).status).toBe(200);
    expect(await starred(owner.proof)).toEqual(['plot', 'picture']);
    expect(await starred(owner.proof, `analysis=${analysis}`)).toEqual(['plot', 'picture']);
    expect(await starred(owner.proof, `analysis=${figures['plot']}`)).toEqual([]);
    expect(await starred(colleague.proof)).toEqual([]);
    expect((await call('GET', `${path}star/`, undefined, colleague.proof)).body).toEqual({ starred: false });
    expect((await call('GET', path)).body).toEqual(before.body);
    expect(await names('starred=true')).toEqual(['plot', 'picture']);
    expect(await names('starred=true', colleague.proof)).toEqual([]);
    expect((await facets()).starred).toBe(2);
    expect((await call('DELETE', `figure/${figures['picture']}/star/`)).body).toEqual({ starred: false });
    expect(await starred(owner.proof)).toEqual(['plot']);
  });

  it('come in pages', async () => {
    for (const name of ['picture', 'plot', 'note'])
      await call('PUT', `figure/${figures[name]}/star/`, undefined, colleague.proof);
    const first = (await call('GET', 'star/?limit=2', undefined, colleague.proof)).body;
    const second = (await call('GET', `star/?limit=2&cursor=${first.next}`, undefined, colleague.proof)).body;
    const all = [...first.entries, ...second.entries].map(({ name }: { name: string }) => name);
    expect([all, second.next]).toEqual([['note', 'plot', 'picture'], null]);
    expect((await call('GET', 'star/?limit=0')).status).toBe(400);
  });

  it('are gone with the right to view and while the figure is in the trash, and need both to be set', async () => {
    const guest = await test.account();
    const path = `figure/${figures['note']}/`;
    const share = (sharing_enabled: boolean) =>
      call('POST', `${path}share/user/`, { username: guest.username, sharing_enabled });
    expect((await call('PUT', `${path}star/`, undefined, guest.proof)).status).toBe(403);
    await share(true);
    await call('PUT', `${path}star/`, undefined, guest.proof);
    const { entries } = (await call('GET', 'star/', undefined, guest.proof)).body;
    expect(entries).toMatchObject([{ name: 'note', analysis_name: null }]);
    await share(false);
    expect(await starred(guest.proof)).toEqual([]);
    await share(true);
    expect(await starred(guest.proof)).toEqual(['note']);
    await call('DELETE', path);
    expect(await starred(guest.proof)).toEqual([]);
    expect((await call('PUT', `${path}star/`, undefined, guest.proof)).status).toBe(404);
    await call('POST', `trash/${figures['note']}/restore/`);
    expect(await starred(guest.proof)).toEqual(['note']);
  });

  it('are not for keys', async () => {
    const key = await test.key(owner.proof);
    expect((await call('GET', 'star/', undefined, key.proof)).status).toBe(403);
    expect((await call('PUT', `figure/${figures['plot']}/star/`, undefined, key.proof)).status).toBe(403);
  });
});

it('a mail address as a username is not found out by filters', async () => {
  const mailLike = await test.account(`ada.${Date.now()}@example.org`);
  const workspace = await make('workspace', { name: 'Public' }, mailLike.proof);
  const shared = await make('analysis', { name: 'Public', workspace }, mailLike.proof);
  await make('figure', { name: 'F', analysis: shared }, mailLike.proof);
  await call('POST', `analysis/${shared}/share/link/`, { enabled: true }, mailLike.proof);
  const path = `analysis/${shared}/figures/?by=${text(mailLike.username)}`;
  expect((await call('GET', path, undefined, mailLike.proof)).body.total).toBe(1);
  expect((await test.call('GET', path)).body.total).toBe(0);
  const { people } = (await test.call('GET', `analysis/${shared}/figures/facets/`)).body;
  expect(people[0].username).not.toContain('@');
});
