import { describe, expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { cannedFetch, json, type Sent } from '../test-fetch.ts';

const KEY = 'a-key-made-elsewhere';
const missing = () => json(404, { detail: 'Not found.' });
const paths = (sent: readonly Sent[]): string[] =>
  sent.map(({ method, path }) => `${method} ${path.replace('/api/v1.4.1', '')}`);

describe('a name', () => {
  it('is searched in the whole parent if the server has no filtered lists', async () => {
    for (const none of [missing, () => json(405, {}), () => new Response('<html>')]) {
      const figures = [
        { api_id: 'one', name: 'Other' },
        { api_id: 'two', name: 'Thrust' },
        { api_id: 'three', name: 'Thrust' },
      ];
      const { fetch, sent } = cannedFetch(
        none,
        () => json(200, { figures }),
        () => json(200, { api_id: 'two' }),
      );
      const figure = await new GoFigr({ apiKey: KEY, fetch }).figures.findByName('Thrust', { analysis: 'a' });
      expect(figure?.api_id).toBe('two');
      expect(paths(sent).slice(1)).toEqual(['GET /analysis/a/', 'GET /figure/two/']);
    }
  });

  it('in a hidden parent is refused and not searched elsewhere', async () => {
    const { fetch, sent } = cannedFetch(() => json(403, { code: 'not_allowed', detail: 'No.' }));
    const find = new GoFigr({ apiKey: KEY, fetch }).figures.findByName('x', { analysis: 'a', create: true });
    await expect(find).rejects.toMatchObject({ code: 'not_allowed' });
    expect(sent).toHaveLength(1);
  });
});

const COMPOSED = 'Gr\u00f6\u00dfe, in mm';
const DECOMPOSED = COMPOSED.normalize('NFD');

describe('a name with accents', () => {
  it('filters lists by the part that is the same in both compositions', async () => {
    const page = { entries: [{ api_id: 'one', name: DECOMPOSED }], next: null, total: 1 };
    const { fetch, sent } = cannedFetch(
      () => json(200, page),
      () => json(200, { api_id: 'one' }),
    );
    const figure = await new GoFigr({ apiKey: KEY, fetch }).figures.findByName(COMPOSED, { analysis: 'a' });
    expect(figure?.api_id).toBe('one');
    expect(new URLSearchParams(sent[0]?.path.split('?')[1]).get('name')).toBe('e, in mm');
  });

  it('is found in a whole parent, and among workspaces and assets', async () => {
    const whole = cannedFetch(
      missing,
      () => json(200, { figures: [{ api_id: 'one', name: DECOMPOSED }] }),
      () => json(200, { api_id: 'one' }),
    );
    const hosted = new GoFigr({ apiKey: KEY, fetch: whole.fetch });
    expect((await hosted.figures.findByName(COMPOSED, { analysis: 'a' }))?.api_id).toBe('one');

    const list = cannedFetch(() => json(200, [{ api_id: 'w', name: DECOMPOSED }]));
    const found = await new GoFigr({ apiKey: KEY, fetch: list.fetch }).workspaces.findByName(COMPOSED, {
      create: true,
    });
    expect([found.api_id, list.sent.length]).toEqual(['w', 1]);

    const assets = cannedFetch(({ path, body }) => {
      if (path.endsWith('/asset/a/')) return json(200, { api_id: 'a' });
      return json(200, body.name === DECOMPOSED ? [{ api_id: 'a', workspace: 'w' }] : []);
    });
    const gofigr = new GoFigr({ apiKey: KEY, fetch: assets.fetch, workspace: 'w' });
    expect((await gofigr.assets.findByName(COMPOSED))?.api_id).toBe('a');
  });
});

describe('a name to find or create', () => {
  const fields = { name: 'N', description: 'of it' };
  const make = { create: true, description: 'of it' } as const;
  const finders = {
    workspace: (gofigr: GoFigr) => gofigr.workspaces.findByName('N', make),
    analysis: (gofigr: GoFigr) => gofigr.analyses.findByName('N', { workspace: 'w', ...make }),
    figure: (gofigr: GoFigr) => gofigr.figures.findByName('N', { analysis: 'a', ...make }),
    asset: (gofigr: GoFigr) => gofigr.assets.findByName('N', { workspace: 'w', analysis: 'a', ...make }),
  };
  const asked = {
    workspace: fields,
    analysis: { ...fields, parent: 'w' },
    figure: { ...fields, parent: 'a' },
    asset: { ...fields, parent: 'w', analysis: 'a' },
  };

  it.each(['workspace', 'analysis', 'figure', 'asset'] as const)(
    'is found or created by the server: %s',
    async (kind) => {
      const { fetch, sent } = cannedFetch(({ method }) =>
        method === 'GET' ? json(200, []) : json(200, { api_id: 'it' }),
      );
      const found = await finders[kind](new GoFigr({ apiKey: KEY, fetch }));
      expect(found.api_id).toBe('it');
      const { method, path, body } = sent.at(-1) ?? {};
      expect([method, path, body]).toEqual(['POST', `/api/v1.4.1/${kind}/find_or_create/`, asked[kind]]);
    },
  );

  it('is asked for again when the answer was lost, and the server creates one object', async () => {
    const { fetch, sent } = cannedFetch(
      () => new Error('lost'),
      () => json(201, { api_id: 'it' }),
    );
    await finders.figure(new GoFigr({ apiKey: KEY, fetch }));
    expect(sent).toHaveLength(2);
  });

  it.each([404, 405])(
    'is searched and created step by step if the server answers %i, which is asked once',
    async (status) => {
      const { fetch, sent } = cannedFetch(({ method, path }) => {
        if (path.endsWith('/find_or_create/')) return json(status, { detail: 'No.' });
        return method === 'GET' ? json(200, { entries: [], next: null, total: 0 }) : json(201, { api_id: 'made' });
      });
      const gofigr = new GoFigr({ apiKey: KEY, fetch });
      expect((await finders.figure(gofigr)).api_id).toBe('made');
      expect((await finders.analysis(gofigr)).api_id).toBe('made');
      await gofigr.publish({ analysis: 'A', figure: 'F', workspace: 'w', code: 'x', shortId: false, clientId: 'made' });
      const posts = sent.filter(({ method }) => method === 'POST').map(({ path }) => path.replace('/api/v1.4.1', ''));
      expect(posts).toEqual([
        '/figure/find_or_create/',
        '/figure/',
        '/analysis/',
        '/analysis/',
        '/figure/',
        '/revision/',
      ]);
    },
  );

  it('in a missing parent is refused, and the server is asked the next time too', async () => {
    const { fetch, sent } = cannedFetch(
      () => json(404, { code: 'not_found', detail: 'No analysis.' }),
      () => json(200, { api_id: 'it' }),
    );
    const gofigr = new GoFigr({ apiKey: KEY, fetch });
    await expect(finders.figure(gofigr)).rejects.toMatchObject({ status: 404 });
    expect((await finders.figure(gofigr)).api_id).toBe('it');
    expect(sent).toHaveLength(2);
  });

  it('is searched in the lists first when publishing: find_or_create answers a whole analysis', async () => {
    const { fetch, sent } = cannedFetch(({ method, path }) => {
      if (method === 'GET')
        return json(200, {
          entries: path.includes('/analyses/') ? [{ api_id: 'a', name: 'A' }] : [],
          next: null,
          total: 0,
        });
      return json(201, { api_id: 'made' });
    });
    const gofigr = new GoFigr({ apiKey: KEY, fetch });
    await gofigr.publish({ analysis: 'A', figure: 'F', workspace: 'w', code: 'x', shortId: false });
    const posts = sent.filter(({ method }) => method === 'POST');
    expect(posts[0]?.body).toEqual({ name: 'F', parent: 'a' });
    expect(posts.map(({ path }) => path.replace('/api/v1.4.1', ''))).toEqual(['/figure/find_or_create/', '/revision/']);
  });
});

describe('the primary workspace', () => {
  const workspace = (api_id: string, workspace_type: string) => ({ api_id, workspace_type, name: api_id });
  const server = (...workspaces: object[]) =>
    cannedFetch(({ path }) => {
      if (path.endsWith('/workspace/')) return json(200, workspaces);
      if (path.endsWith('/user/')) return json(200, [{ username: 'alice' }]);
      const owner = path.includes('/theirs/') ? 'bob' : 'alice';
      return json(200, [
        { username: 'alice', membership_type: owner === 'alice' ? 'owner' : 'admin' },
        { username: owner, membership_type: 'owner' },
      ]);
    });
  const find = async (...workspaces: object[]): Promise<string> =>
    new GoFigr({ apiKey: KEY, fetch: server(...workspaces).fetch }).defaultWorkspace();

  it("is the caller's own, not a colleague's in which the caller is a member", async () => {
    expect(await find(workspace('theirs', 'primary'), workspace('mine', 'primary'))).toBe('mine');
    expect(await find(workspace('other', 'secondary'), workspace('mine', 'primary'))).toBe('mine');
  });

  it('is the only one for a key that is bound to it', async () => {
    expect(await find(workspace('bound', 'secondary'))).toBe('bound');
  });

  it('that does not exist must be given', async () => {
    await expect(find(workspace('a', 'secondary'), workspace('b', 'secondary'))).rejects.toThrow(
      /no primary workspace/,
    );
    await expect(find()).rejects.toThrow(/no primary workspace/);
  });

  it('is asked for once, and again after a failure', async () => {
    const { fetch, sent } = cannedFetch(missing, () => json(200, [workspace('mine', 'primary')]));
    const gofigr = new GoFigr({ apiKey: KEY, fetch });
    await expect(gofigr.defaultWorkspace()).rejects.toMatchObject({ status: 404 });
    expect(await Promise.all([gofigr.defaultWorkspace(), gofigr.defaultWorkspace()])).toEqual(['mine', 'mine']);
    expect(sent).toHaveLength(2);
  });
});
