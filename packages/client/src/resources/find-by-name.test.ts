import { describe, expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { cannedFetch, json, type Sent } from '../test-fetch.ts';

const KEY = 'a-key-made-elsewhere';
const WORKSPACE = '00000000-0000-4000-8000-00000000000a';
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
      return json(200, body.name === DECOMPOSED ? [{ api_id: 'a', workspace: WORKSPACE }] : []);
    });
    const gofigr = new GoFigr({ apiKey: KEY, fetch: assets.fetch, workspace: WORKSPACE });
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
        if (/(find_or_create|by-name)\/$/.test(path)) return json(status, { detail: 'No.' });
        return method === 'GET' ? json(200, { entries: [], next: null, total: 0 }) : json(201, { api_id: 'made' });
      });
      const gofigr = new GoFigr({ apiKey: KEY, fetch });
      expect((await finders.figure(gofigr)).api_id).toBe('made');
      expect((await finders.analysis(gofigr)).api_id).toBe('made');
      const names = { analysis: 'A', figure: 'F', workspace: WORKSPACE };
      await gofigr.publish({ ...names, code: 'x', shortId: false, clientId: 'made' });
      const posts = sent.filter(({ method }) => method === 'POST').map(({ path }) => path.replace('/api/v1.4.1', ''));
      expect(posts).toEqual([
        '/figure/find_or_create/',
        '/figure/',
        '/analysis/',
        '/revision/by-name/',
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

  it('is searched in the lists when publishing, and made by the server together with the revision', async () => {
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
    for (const analysis of ['A', 'New'])
      await gofigr.publish({ analysis, figure: 'F', workspace: WORKSPACE, code: 'x', shortId: false });
    const posts = sent.filter(({ method }) => method === 'POST');
    expect(paths(posts)).toEqual(['POST /revision/by-name/', 'POST /revision/by-name/']);
    expect(posts.map(({ body }) => [body.workspace, body.analysis, body.figure])).toEqual([
      [WORKSPACE, 'a', 'F'],
      [WORKSPACE, 'New', 'F'],
    ]);
  });
});

describe('a workspace by its name', () => {
  const all = [
    { api_id: 'one', name: 'Lab' },
    { api_id: 'two', name: DECOMPOSED },
    { api_id: 'three', name: 'Twice' },
    { api_id: 'four', name: 'Twice' },
  ];
  const clientOf = (workspace: string) => {
    const { fetch, sent } = cannedFetch(({ path }) =>
      json(200, path.endsWith('/workspace/') ? all : { entries: [{ api_id: 'a', name: 'A' }], next: null }),
    );
    return { gofigr: new GoFigr({ apiKey: KEY, fetch, workspace }), sent };
  };

  it('is the default one of a client, and is searched once', async () => {
    const { gofigr, sent } = clientOf('Lab');
    expect([await gofigr.defaultWorkspace(), await gofigr.defaultWorkspace()]).toEqual(['one', 'one']);
    expect(sent).toHaveLength(1);
    expect(await clientOf(COMPOSED).gofigr.defaultWorkspace()).toBe('two');
  });

  it('that is missing or not the only one is an error', async () => {
    await expect(clientOf('Nowhere').gofigr.defaultWorkspace()).rejects.toThrow('There is no workspace "Nowhere"');
    await expect(clientOf('Twice').gofigr.defaultWorkspace()).rejects.toThrow('more than one workspace "Twice"');
  });

  it('is taken by `iterate`, as by `publish`', async () => {
    const { gofigr, sent } = clientOf('');
    const names: string[] = [];
    for await (const { name } of gofigr.analyses.iterate({ workspace: 'Lab' })) names.push(name);
    for await (const { name } of gofigr.assets.iterate({ workspace: { api_id: 'x' } })) names.push(name);
    for await (const { name } of gofigr.figures.iterate({ workspace: 'Lab', analysis: 'A' })) names.push(name);
    for await (const { name } of gofigr.figures.iterate({ analysis: { api_id: 'y' } })) names.push(name);
    expect(names).toEqual(['A', 'A', 'A', 'A']);
    expect(paths(sent).map((path) => path.replace(/\?.*/, ''))).toEqual([
      'GET /workspace/',
      'GET /workspace/one/analyses/',
      'GET /workspace/x/assets/',
      'GET /workspace/',
      'GET /workspace/one/analyses/',
      'GET /analysis/a/figures/',
      'GET /analysis/y/figures/',
    ]);
    await expect(gofigr.figures.iterate({ workspace: 'Lab', analysis: 'B' }).next()).rejects.toThrow(
      'There is no analysis "B"',
    );
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
