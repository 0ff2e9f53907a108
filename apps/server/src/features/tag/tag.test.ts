import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  analysis = await make('analysis', { name: 'Tagged', workspace: owner.workspace });
});
afterAll(() => test.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object, as = owner.proof) =>
  test.call(method, path, body, as);
async function make(path: string, body: object): Promise<string> {
  const { status, text, body: made } = await call('POST', `${path}/`, body);
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return made.api_id;
}
const newFigure = (tags?: string[]) => make('figure', { name: 'F', analysis, ...(tags && { tags }) });
const tagsOf = async (id: string): Promise<string[]> => (await call('GET', `figure/${id}/tags/`)).body.tags;
const logOf = async (): Promise<{ action: string; target_id: string }[]> =>
  (await call('GET', `analysis/${analysis}/log/`)).body;

describe('tags of a figure', () => {
  it('are set with it, replaced by PUT and PATCH, and stay if these name none', async () => {
    const figure = await newFigure(['b', 'a']);
    expect(await tagsOf(figure)).toEqual(['a', 'b']);
    for (const method of ['PUT', 'PATCH'] as const) {
      for (const body of [{ name: 'G' }, { tags: null }]) await call(method, `figure/${figure}/`, body);
      expect(await tagsOf(figure)).toEqual(['a', 'b']);
    }
    await call('PUT', `figure/${figure}/`, { tags: ['c'] });
    expect(await tagsOf(figure)).toEqual(['c']);
    await call('PATCH', `figure/${figure}/`, { tags: [] });
    expect(await tagsOf(figure)).toEqual([]);
  });

  it('are cleaned: no surrounding spaces, in NFC, and once whatever their case', async () => {
    const figure = await newFigure([' Paper 1 ', 'PAPER 1', 'Gro\u0308ße', 'gr\u00f6ße', '👩‍🔬', '<b>,"x"']);
    expect(await tagsOf(figure)).toEqual(['<b>,"x"', 'Gr\u00f6ße', 'Paper 1', '👩‍🔬'].toSorted(byKey));
  });

  const long = '𝒳'.repeat(64);
  it.each([
    [[''], /is empty/],
    [['ok', ' \u200b\u2003'], /tags\/1: is empty/],
    [['a\nb'], /line break/],
    [[`${long}x`], /longer than 64/],
    [Array.from({ length: 51 }, (_, at) => `t${at}`), /at most 50/],
    [[7], /string/],
    ['paper', /array/],
  ])('are refused with the reason: %j', async (tags, why) => {
    const figure = await newFigure(['kept']);
    for (const [method, path, body] of [
      ['PATCH', `figure/${figure}/`, { tags }],
      ['POST', 'figure/', { name: 'F', analysis, tags }],
      ['POST', 'revision/', { figure, metadata: {}, tags }],
    ] as const) {
      const { status, body: answer } = await call(method, path, body);
      expect([status, answer.code]).toEqual([400, 'invalid_request']);
      expect(answer.detail).toMatch(why);
    }
    expect((await call('POST', `figure/${figure}/tags/`, { add: tags })).status).toBe(400);
    expect(await tagsOf(figure)).toEqual(['kept']);
    expect((await call('GET', `figure/${figure}/`)).body.revisions).toEqual([]);
  });

  it('may be 50 of 64 characters', async () => {
    const tags = Array.from({ length: 50 }, (_, at) => `${at}`.padStart(2, '0') + '𝒳'.repeat(62));
    const figure = await newFigure(tags);
    expect(await tagsOf(figure)).toEqual(tags);
    const { status, body } = await call('POST', `figure/${figure}/tags/`, { add: ['one more'] });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    const swapped = await call('POST', `figure/${figure}/tags/`, { add: ['one more'], remove: [tags[0]] });
    expect(swapped.body.tags).toHaveLength(50);
  });

  it('are added and removed, each change once in the log', async () => {
    const figure = await newFigure(['Paper']);
    const updates = async () => (await logOf()).filter((item) => item.target_id === figure && item.action === 'update');
    const { body } = await call('POST', `figure/${figure}/tags/`, { add: ['paper', 'new'], remove: ['none'] });
    expect(body).toEqual({ tags: ['new', 'Paper'] });
    expect(await updates()).toHaveLength(1);
    expect((await call('GET', `figure/${figure}/`)).body.updated_by).toBe(owner.username);
    await call('POST', `figure/${figure}/tags/`, { add: ['NEW'] });
    expect(await updates()).toHaveLength(1);
    expect((await call('POST', `figure/${figure}/tags/`, { remove: ['PAPER'] })).body.tags).toEqual(['new']);
    expect(await updates()).toHaveLength(2);
  });

  it('lose nothing when many people add some at once', async () => {
    const figure = await newFigure();
    const added = Array.from({ length: 30 }, (_, at) => `t${10 + at}`);
    await Promise.all(added.map((tag) => call('POST', `figure/${figure}/tags/`, { add: [tag] })));
    expect(await tagsOf(figure)).toEqual(added);
  });

  it('come with a publish, which removes none', async () => {
    const data = [{ name: 'd', type: 'text', metadata: {}, data: base64('x') }];
    const published = { metadata: {}, data, tags: ['script'] };
    const names = { workspace: owner.workspace, analysis: 'Tagged', figure: 'By name' };
    const { figure } = (await call('POST', 'revision/by-name/', { ...names, ...published })).body;
    await call('POST', `figure/${figure}/tags/`, { add: ['person'] });
    await call('POST', 'revision/', { figure, ...published });
    expect(await tagsOf(figure)).toEqual(['person', 'script']);
    const assigned = { analysis, metadata: { title: 'By name' }, data, tags: ['assigned'] };
    expect((await call('POST', 'revision/auto-assign/', assigned)).body.figure).toBe(figure);
    expect(await tagsOf(figure)).toEqual(['assigned', 'person', 'script']);
  });

  it('are in no answer that published clients ask for', async () => {
    const figure = await newFigure(['hidden']);
    // On v1, an analysis is in another shape than its contract, which this server checks.
    for (const version of ['v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.4.1'])
      for (const path of [`figure/${figure}/`, 'figure/', `analysis/${analysis}/`, `workspace/${owner.workspace}/`]) {
        const { status, text } = await call('GET', `/api/${version}/${path}`);
        expect([status, text.includes('"tags"'), text.includes('hidden')]).toEqual([200, false, false]);
      }
    const { body } = await call('GET', `/api/v1.5/figure/${figure}/`);
    expect(body.tags).toEqual(['hidden']);
    const sentBack = await call('PUT', `figure/${figure}/`, (await call('GET', `figure/${figure}/`)).body);
    expect(sentBack.body.tags).toBeUndefined();
    expect(await tagsOf(figure)).toEqual(['hidden']);
  });

  it('move, rest in the trash and come back with the figure', async () => {
    const figure = await newFigure(['mine']);
    await call('PATCH', `figure/${figure}/`, {
      analysis: await make('analysis', { name: 'B', workspace: owner.workspace }),
    });
    expect(await tagsOf(figure)).toEqual(['mine']);
    await call('DELETE', `figure/${figure}/`);
    expect((await call('GET', `figure/${figure}/tags/`)).status).toBe(404);
    await call('POST', `trash/${figure}/restore/`);
    expect(await tagsOf(figure)).toEqual(['mine']);
  });
});

const byKey = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

describe('proposed tags', () => {
  const proposed = async (query: string, as = owner.proof) =>
    (await call('GET', `tag/?${query}`, undefined, as)).body.tags;

  it('begin with a text, ignoring case, the most frequent first', async () => {
    await newFigure(['Drop', 'other']);
    await newFigure(['drug', 'drop']);
    await newFigure(['dr%p']);
    expect(await proposed('q=DR')).toEqual(['Drop', 'dr%p', 'drug']);
    expect(await proposed('q=dr&limit=1')).toEqual(['Drop']);
    expect(await proposed('q=dr%25')).toEqual(['dr%p']);
    expect(await proposed('q=rop')).toEqual([]);
    expect(await proposed('limit=200')).toContain('other');
    expect((await call('GET', 'tag/?limit=0')).status).toBe(400);
  });

  it('are found among more tags than the list keeps', async () => {
    await newFigure(Array.from({ length: 50 }, (_, at) => `z many tags ${String(at).padStart(2, '0')}`));
    expect(await proposed('q=z many tags 49')).toEqual(['z many tags 49']);
  });

  it('are of figures that the caller reaches', async () => {
    const other = await test.account();
    await newFigure(['secret plan']);
    expect(await proposed('q=sec')).toEqual(['secret plan']);
    expect(await proposed('q=sec', other.proof)).toEqual([]);
  });

  it('are gone with their figure', async () => {
    const figure = await newFigure(['fleeting']);
    expect(await proposed('q=flee')).toEqual(['fleeting']);
    await call('DELETE', `figure/${figure}/`);
    expect(await proposed('q=flee')).toEqual([]);
  });
});
