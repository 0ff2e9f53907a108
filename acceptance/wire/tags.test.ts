import { describe, expect, test } from 'vitest';
import { body, signIn } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('tags', () => {
  const here = fixture();
  const tagsOf = async (id: string) => (await body(200, here.user.get(`figure/${id}/tags/`))).tags;

  test('are set with a figure, replaced by `tags`, and stay without [17.30]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    await body(200, here.user.patch(`figure/${figure}/`, { tags: [' b ', 'A', 'a'] }));
    expect(await tagsOf(figure)).toEqual(['A', 'b']);
    await body(200, here.user.put(`figure/${figure}/`, { name: 'Renamed' }));
    expect(await tagsOf(figure)).toEqual(['A', 'b']);
    const refused = await body(400, here.user.patch(`figure/${figure}/`, { tags: ['x'.repeat(65)] }));
    expect(refused.detail).toContain('64');
  });

  test('are added and removed one by one, and added by a publish [17.31]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    const change = { add: ['one', 'two'], remove: ['three'] };
    expect(await body(200, here.user.post(`figure/${figure}/tags/`, change))).toEqual({ tags: ['one', 'two'] });
    await body(
      201,
      here.user.post('revision/', { figure, metadata: {}, data: [datum('a', 'b')], tags: ['published'] }),
    );
    expect(await tagsOf(figure)).toEqual(['one', 'published', 'two']);
  });

  test('are in no answer of the published versions, whose clients keep them by sending the figure back [17.32]', async () => {
    const made = await newFigure(here.user, here.analysis);
    await newRevision(here.user, made.api_id);
    const before = await body(200, here.user.get(`figure/${made.api_id}/`));
    await body(200, here.user.post(`figure/${made.api_id}/tags/`, { add: ['hidden'] }));
    const after = await body(200, here.user.get(`figure/${made.api_id}/`));
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(JSON.stringify(after)).not.toContain('hidden');
    await body(200, here.user.put(`figure/${made.api_id}/`, after));
    expect(await tagsOf(made.api_id)).toEqual(['hidden']);
  });

  test('filter a gallery, with numbers beside the filters [17.34, 17.35]', async () => {
    const tagged = (await newFigure(here.user, here.analysis, 'Filtered')).api_id;
    await newRevision(here.user, tagged, [datum('a', 'abc')]);
    await body(200, here.user.post(`figure/${tagged}/tags/`, { add: ['rare', 'rarer'] }));
    const list = `analysis/${here.analysis}/figures/`;
    for (const sort of ['changed', 'created', 'name', 'size'])
      for (const query of [
        'tags=RARE',
        'tags=rare%0Ararer',
        'kind=other&tags=rare',
        'name=filt&since=2000-01-01T00:00:00Z',
      ]) {
        const { entries, total } = await body(200, here.user.get(`${list}?sort=${sort}&${query}`));
        expect([entries.map(({ api_id }: { api_id: string }) => api_id), total]).toEqual([[tagged], 1]);
      }
    expect((await body(200, here.user.get(`${list}?tags=rare&has_table=true`))).total).toBe(0);
    const { tags } = await body(200, here.user.get(`${list}facets/?kind=other`));
    expect(tags).toContainEqual({ tag: 'rarer', count: 1 });
  });

  test('are proposed by their beginning, and the names of all tagged figures are listed [17.64, 17.65]', async () => {
    const { api_id } = await newFigure(here.user, here.analysis, 'Proposed');
    await body(200, here.user.post(`figure/${api_id}/tags/`, { add: ['Kelvin scale'] }));
    expect(await body(200, here.user.get('tag/?q=kelvin'))).toEqual({ tags: ['Kelvin scale'] });
    expect(await body(200, (await signIn(stranger)).get('tag/?q=kelvin'))).toEqual({ tags: [] });
    const names = await body(200, here.user.get(`analysis/${here.analysis}/figures/names/?tags=kelvin%20scale`));
    expect(names).toEqual({ entries: [{ api_id, name: 'Proposed' }], next: null });
    const head = await body(200, here.user.get(`analysis/${here.analysis}/head/`));
    expect([head.api_id, typeof head.figure_count, 'figures' in head]).toEqual([here.analysis, 'number', false]);
  });

  test('stars need a person, and are theirs alone [17.36]', async () => {
    const { api_id } = await newFigure(here.user, here.analysis);
    expect((await here.user.get('star/')).status).toBe(200);
    expect((await here.user.put(`figure/${api_id}/star/`, {})).status).toBe(200);
    expect((await body(200, here.user.get(`star/?analysis=${here.analysis}`))).entries).toMatchObject([{ api_id }]);
    expect(JSON.stringify(await body(200, here.user.get(`figure/${api_id}/`)))).not.toContain('star');
    expect((await (await signIn(stranger)).put(`figure/${api_id}/star/`, {})).status).toBe(403);
  });
});
