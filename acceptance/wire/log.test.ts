import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { owner } from '../src/target.ts';
import { datum, newAnalysis, newFigure, newKey, newRevision, newWorkspace, place } from '../src/tree.ts';

const FIELDS = [
  'action',
  'analysis_id',
  'analysis_name',
  'api_id',
  'deleted',
  'deleted_sentinel',
  'target_id',
  'target_name',
  'target_type',
  'thumbnail',
  'timestamp',
  'username',
];

describe('activity', () => {
  const here = place();
  const logOf = (kind: string, id: string): Promise<any[]> => body(200, here.user.get(`${kind}/${id}/log/`));
  const brief = (items: any[]) => items.map(({ action, target_type, target_id }) => [action, target_type, target_id]);

  const grow = async () => {
    const workspace = (await newWorkspace(here.user)).api_id;
    const analysis = (await newAnalysis(here.user, workspace, 'grown')).api_id;
    const figure = (await newFigure(here.user, analysis, 'a figure')).api_id;
    return { workspace, analysis, figure, drop: () => body(204, here.user.delete(`workspace/${workspace}/`)) };
  };

  test('one item a change, newest first, with all below [7.1, 7.4, 7.5, 7.6, 11.23, 1.17]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const revision = (await newRevision(here.user, figure, [datum('a', 'abc'), datum('b', 'b')])).api_id;
    const beside = (await newAnalysis(here.user, workspace)).api_id;
    await body(200, here.user.patch(`figure/${figure}/`, { name: 'renamed' }));
    const below = [
      ['update', 'figure', figure],
      ['create', 'revision', revision],
      ['create', 'figure', figure],
      ['create', 'analysis', analysis],
    ];
    expect(brief(await logOf('analysis', analysis))).toEqual(below);
    expect(brief(await logOf('workspace', workspace))).toEqual([
      below[0],
      ['create', 'analysis', beside],
      ...below.slice(1),
      ['create', 'workspace', workspace],
    ]);
    const times = (await logOf('workspace', workspace)).map((item) => item.timestamp);
    expect(times).toEqual(times.toSorted((a, b) => (a < b ? 1 : -1)));
    await drop();
  });

  test('an item has its fields, in the list and by itself [7.2, 7.9]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    for (const [kind, id] of [
      ['workspace', workspace],
      ['analysis', analysis],
    ] as const)
      for (const item of await logOf(kind, id)) {
        expect(Object.keys(item).toSorted()).toEqual(FIELDS);
        expect(item).toMatchObject({ username: owner.username, deleted: false, deleted_sentinel: null });
        const path = `${kind}/${id}/log/${item.api_id}`;
        expect(await body(200, here.user.get(`${path}/`))).toEqual(item);
        expect(await body(200, here.user.get(path))).toEqual(item);
      }
    const [item] = await logOf('analysis', analysis);
    expect(item).toMatchObject({
      target_id: figure,
      target_name: 'a figure',
      analysis_id: analysis,
      analysis_name: 'grown',
    });
    await drop();
  });

  test('moving is a move, at both ends at most once [7.3]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const target = (await newAnalysis(here.user, workspace)).api_id;
    await body(200, here.user.put(`figure/${figure}/`, { analysis: target }));
    const moves = (await logOf('workspace', workspace)).filter((item) => item.action === 'move');
    expect(brief(moves)).toEqual([['move', 'figure', figure]]);
    expect((await logOf('analysis', target)).filter((item) => item.action === 'move').length).toBe(1);
    expect((await logOf('analysis', analysis)).filter((item) => item.action === 'move').length).toBeLessThanOrEqual(1);
    await drop();
  });

  test('a deletion is one item with the name, and entries outlive their targets [7.8, 11.24, 7.3, 7.4]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const revision = (await newRevision(here.user, figure, [datum('a', 'abc')])).api_id;
    await body(204, here.user.delete(`figure/${figure}/`));
    const items = await logOf('workspace', workspace);
    expect(brief(items)).toEqual([
      ['delete', 'figure', figure],
      ['create', 'revision', revision],
      ['create', 'figure', figure],
      ['create', 'analysis', analysis],
      ['create', 'workspace', workspace],
    ]);
    expect(items[0]).toMatchObject({ deleted: true, deleted_sentinel: 'a figure', username: owner.username });
    expect(brief(await logOf('analysis', analysis))[0]).toEqual(['delete', 'figure', figure]);
    await body(204, here.user.delete(`analysis/${analysis}/`));
    const [last] = await logOf('workspace', workspace);
    expect(last).toMatchObject({ action: 'delete', target_id: analysis, deleted: true, deleted_sentinel: 'grown' });
    expect((await logOf('workspace', workspace)).length).toBe(6);
    await drop();
  });

  test('silent=true writes no activity, anything else does [5.45, 7.4]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const revision = (await newRevision(here.user, figure)).api_id;
    const before = (await logOf('workspace', workspace)).length;
    await body(200, here.user.put(`revision/${revision}/?silent=true`, { data: [datum('a', 'abc')] }));
    await body(200, here.user.patch(`revision/${revision}?silent=true`, { metadata: { a: 1 } }));
    await body(200, here.user.put(`figure/${figure}/?silent=true`, { name: 'quiet' }));
    await body(200, here.user.patch(`analysis/${analysis}/?silent=true`, { name: 'quiet' }));
    await body(200, here.user.patch(`workspace/${workspace}/?silent=true`, { name: 'quiet' }));
    expect((await logOf('workspace', workspace)).length).toBe(before);
    await body(200, here.user.put(`revision/${revision}/?silent=false`, { metadata: { a: 2 } }));
    await body(200, here.user.put(`revision/${revision}/`, { metadata: { a: 3 } }));
    expect(brief(await logOf('workspace', workspace)).slice(0, 2)).toEqual([
      ['update', 'revision', revision],
      ['update', 'revision', revision],
    ]);
    expect((await logOf('workspace', workspace)).length).toBe(before + 2);
    await drop();
  });

  test('views, keys and sign-ins are not in it [7.7]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const before = (await logOf('workspace', workspace)).length;
    for (const path of [
      `workspace/${workspace}/`,
      `analysis/${analysis}/`,
      `figure/${figure}/`,
      `figure/${figure}/thumbnail/64`,
    ])
      await body(200, here.user.get(path));
    const key = await newKey(here.user, { workspace });
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    expect((await logOf('workspace', workspace)).length).toBe(before);
    await drop();
  });

  test('a refused change leaves no item [7.4]', async () => {
    const { workspace, figure, drop } = await grow();
    const before = (await logOf('workspace', workspace)).length;
    await body(400, here.user.patch(`figure/${figure}/`, { name: 5 }));
    await body(
      400,
      here.user.post('revision/', { figure, metadata: {}, data: [{ name: 'x', type: 'video', data: '' }] }),
    );
    expect((await logOf('workspace', workspace)).length).toBe(before);
    await drop();
  });
});
