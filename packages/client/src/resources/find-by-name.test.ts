import { describe, expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { cannedFetch, json, type Sent } from '../test-fetch.ts';

const KEY = 'a-key-made-elsewhere';
const missing = () => json(404, { detail: 'Not found.' });
const paths = (sent: readonly Sent[]): string[] =>
  sent.map(({ method, path }) => `${method} ${path.replace('/api/v1.4.1', '')}`);

describe('a name', () => {
  it('is looked for in the whole parent where a server has no narrowed lists', async () => {
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

  it('in what one may not see is refused, not searched for elsewhere', async () => {
    const { fetch, sent } = cannedFetch(() => json(403, { code: 'not_allowed', detail: 'No.' }));
    const find = new GoFigr({ apiKey: KEY, fetch }).figures.findByName('x', { analysis: 'a', create: true });
    await expect(find).rejects.toMatchObject({ code: 'not_allowed' });
    expect(sent).toHaveLength(1);
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

  it("is one's own, not that of a colleague whose member one is", async () => {
    expect(await find(workspace('theirs', 'primary'), workspace('mine', 'primary'))).toBe('mine');
    expect(await find(workspace('other', 'secondary'), workspace('mine', 'primary'))).toBe('mine');
  });

  it('is the only one for a key that is bound to it', async () => {
    expect(await find(workspace('bound', 'secondary'))).toBe('bound');
  });

  it('that is not there must be named', async () => {
    await expect(find(workspace('a', 'secondary'), workspace('b', 'secondary'))).rejects.toThrow(/name the workspace/);
    await expect(find()).rejects.toThrow(/name the workspace/);
  });

  it('is asked for once, and again after a failure', async () => {
    const { fetch, sent } = cannedFetch(missing, () => json(200, [workspace('mine', 'primary')]));
    const gofigr = new GoFigr({ apiKey: KEY, fetch });
    await expect(gofigr.defaultWorkspace()).rejects.toMatchObject({ status: 404 });
    expect(await Promise.all([gofigr.defaultWorkspace(), gofigr.defaultWorkspace()])).toEqual(['mine', 'mine']);
    expect(sent).toHaveLength(2);
  });
});
