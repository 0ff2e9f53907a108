import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { png, pngSize } from '../src/pictures.ts';
import { owner } from '../src/target.ts';

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
  const here = fixture();
  const logOf = (kind: string, id: string): Promise<any[]> => body(200, here.user.get(`${kind}/${id}/log/`));
  const brief = (items: any[]) => items.map(({ action, target_type, target_id }) => [action, target_type, target_id]);

  const grow = async () => {
    const workspace = (await newWorkspace(here.user)).api_id;
    const analysis = (await newAnalysis(here.user, workspace, 'grown')).api_id;
    const figure = (await newFigure(here.user, analysis, 'a figure')).api_id;
    return { workspace, analysis, figure, drop: () => body(204, here.user.delete(`workspace/${workspace}/`)) };
  };

  test('each change is one item, newest first, with those of all objects below [7.1, 7.4, 7.5, 7.6, 11.23, 1.17]', async () => {
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

  test('a move is logged as a move, at most once at each end [7.3]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const target = (await newAnalysis(here.user, workspace)).api_id;
    await body(200, here.user.put(`figure/${figure}/`, { analysis: target }));
    const moves = (await logOf('workspace', workspace)).filter((item) => item.action === 'move');
    expect(brief(moves)).toEqual([['move', 'figure', figure]]);
    expect((await logOf('analysis', target)).filter((item) => item.action === 'move').length).toBe(1);
    expect((await logOf('analysis', analysis)).filter((item) => item.action === 'move').length).toBeLessThanOrEqual(1);
    await drop();
  });

  test('a move is logged at both ends, and only once in a log that covers both [7.17, 7.4, 7.3]', async () => {
    const [from, to] = [await grow(), await grow()];
    const beside = (await newAnalysis(here.user, from.workspace)).api_id;
    const moves = async (kind: string, id: string) =>
      (await logOf(kind, id)).filter((item) => item.action === 'move').map((item) => item.target_id);
    // A move within a workspace.
    await body(200, here.user.put(`figure/${from.figure}/`, { analysis: beside }));
    for (const [kind, id] of [
      ['analysis', from.analysis],
      ['analysis', beside],
      ['workspace', from.workspace],
    ] as const)
      expect(await moves(kind, id), kind).toEqual([from.figure]);
    // A move to another workspace.
    const revision = (await newRevision(here.user, from.figure)).api_id;
    await body(200, here.user.put(`revision/${revision}/`, { figure: to.figure }));
    for (const [kind, id] of [
      ['analysis', beside],
      ['workspace', from.workspace],
    ] as const)
      expect((await moves(kind, id))[0], kind).toBe(revision);
    for (const [kind, id] of [
      ['analysis', to.analysis],
      ['workspace', to.workspace],
    ] as const)
      expect(await moves(kind, id), kind).toEqual([revision]);
    const [left] = await logOf('workspace', from.workspace);
    expect(left).toMatchObject({ deleted: false, deleted_sentinel: null, thumbnail: null });
    // A moved analysis keeps its own log.
    await body(200, here.user.put(`analysis/${beside}/`, { workspace: to.workspace }));
    expect((await moves('analysis', beside)).filter((id) => id === beside)).toEqual([beside]);
    for (const { workspace } of [from, to]) expect((await moves('workspace', workspace))[0]).toBe(beside);
    await from.drop();
    await to.drop();
  });

  test('an organization keeps the log of a workspace that was deleted or removed [7.10, 7.17, 11.24, 7.8]', async () => {
    const organization = (await body(201, here.user.post('organization/', { name: 'O' }))).api_id;
    const inside = { organization, name: 'Inside' };
    const [leaves, goes] = [
      (await newWorkspace(here.user, inside)).api_id,
      (await newWorkspace(here.user, { ...inside, name: 'Gone' })).api_id,
    ];
    const analysis = (await newAnalysis(here.user, goes, 'lost')).api_id;
    // Both ends are in the organization, so there is one item.
    const moved = (await newAnalysis(here.user, goes)).api_id;
    await body(200, here.user.put(`analysis/${moved}/`, { workspace: leaves }));
    expect((await logOf('organization', organization)).filter((item) => item.action === 'move').length).toBe(1);
    await body(204, here.user.delete(`workspace/${goes}/`));
    const after = await logOf('organization', organization);
    expect(after[0]).toMatchObject({ action: 'delete', target_id: goes, deleted: true, deleted_sentinel: 'Gone' });
    expect(after).toContainEqual(
      expect.objectContaining({ action: 'create', target_id: analysis, deleted_sentinel: 'lost' }),
    );
    await body(200, here.user.put(`workspace/${leaves}/`, { organization: null }));
    const [left] = await logOf('organization', organization);
    expect(left).toMatchObject({ action: 'move', target_id: leaves, target_name: 'Inside', deleted: false });
    expect((await logOf('workspace', leaves))[0]).toMatchObject({ action: 'move', target_id: leaves });
    await body(204, here.user.delete(`workspace/${leaves}/`));
    await body(204, here.user.delete(`organization/${organization}/`));
  });

  test('an item has the thumbnail of its target as long as the target exists [7.18, 7.2]', async () => {
    const { workspace, analysis, figure, drop } = await grow();
    const image = { ...datum('figure', png(300, 200)), type: 'image', metadata: { format: 'png' } };
    const revision = (await newRevision(here.user, figure, [image])).api_id;
    const pictured = async () =>
      (await logOf('workspace', workspace)).filter((item) => item.thumbnail).map((item) => item.target_id);
    expect(await pictured()).toEqual([revision, figure, analysis]);
    const [{ thumbnail, api_id }] = await logOf('analysis', analysis);
    expect(pngSize(Buffer.from(thumbnail, 'base64')).width).toBeLessThanOrEqual(128);
    expect((await body(200, here.user.get(`analysis/${analysis}/log/${api_id}/`))).thumbnail).toBe(thumbnail);
    await body(204, here.user.delete(`revision/${revision}/`));
    expect(await pictured()).toEqual([]);
    await drop();
  });

  test('assets and their revisions are logged, also in the analysis that they belong to [7.4, 7.5, 7.6]', async () => {
    const { workspace, analysis, drop } = await grow();
    const made = async (more: object) => {
      const asset = (await body(201, here.user.post('asset/', { name: 'data.csv', workspace, ...more }))).api_id;
      const sent = { asset, metadata: {}, data: [datum('data.csv', 'a')] };
      return { asset, revision: (await body(201, here.user.post('asset_revision/', sent))).api_id };
    };
    const [own, shared] = [await made({ analysis }), await made({})];
    await body(204, here.user.delete(`asset_revision/${own.revision}/`));
    const items = [
      ['delete', 'asset_revision', own.revision],
      ['create', 'asset_revision', own.revision],
      ['create', 'asset', own.asset],
    ];
    expect(brief(await logOf('analysis', analysis)).slice(0, 3)).toEqual(items);
    expect(brief(await logOf('workspace', workspace)).slice(0, 5)).toEqual([
      items[0],
      ['create', 'asset_revision', shared.revision],
      ['create', 'asset', shared.asset],
      ...items.slice(1),
    ]);
    const [deleted] = await logOf('analysis', analysis);
    expect(deleted).toMatchObject({ deleted: true, deleted_sentinel: 'data.csv – Revision #1', analysis_id: analysis });
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

  test('silent=true writes no activity, other values do [5.45, 7.4]', async () => {
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

  test('views, keys and sign-ins are not logged [7.7]', async () => {
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
