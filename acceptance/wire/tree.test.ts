import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newRevision } from '../src/fixture.ts';
import { owner } from '../src/target.ts';

const STAMPS = ['created_by', 'created_on', 'updated_by', 'updated_on'];
const CHILD_STAMPS = ['child_updated_by', 'child_updated_on'];
const SCALARS = ['_shallow', 'api_id', 'name', 'description', 'size_bytes', ...STAMPS, ...CHILD_STAMPS];
const ANALYSIS = [...SCALARS, 'workspace'].toSorted();
const FIGURE = [...SCALARS, 'analysis'].toSorted();
const REVISION = [
  'api_id',
  'revision_index',
  'size_bytes',
  'is_processing',
  'is_clean_room',
  'metadata',
  'figure',
  'short_id',
  'figure_metadata',
  ...STAMPS,
].toSorted();
const DATA = ['api_id', 'data', 'hash', 'is_clean_room', 'metadata', 'name', 'size_bytes', 'type'];
const keys = (object: object) => Object.keys(object).toSorted();
const MISSING = '00000000-0000-4000-8000-000000000000';

const HARD_NAMES = [
  'a/b\\c // d',
  `"double" 'single' \`back\``,
  '🎉 émoji 你好 \u202e rtl',
  '<script>alert(1)</script> & %41',
  '..',
  "'; DROP TABLE objects; --",
  ' spaces kept inside   it ',
];

describe('the tree', () => {
  const here = fixture();

  test('an analysis has its fields, its parent as an ID [5.10, 11.1, 11.3, 11.5, 11.8, 5.16]', async () => {
    const made = await newAnalysis(here.user, here.workspace);
    expect(keys(made)).toEqual([...ANALYSIS, 'figures'].toSorted());
    expect(made).toMatchObject({ _shallow: false, workspace: here.workspace, figures: [], size_bytes: 0 });
  });

  test('a figure has its fields, its parent as an ID [5.11, 11.1, 11.3, 11.5, 11.8, 5.16]', async () => {
    const made = await newFigure(here.user, here.analysis);
    expect(keys(made)).toEqual([...FIGURE, 'revisions'].toSorted());
    expect(made).toMatchObject({ _shallow: false, analysis: here.analysis, revisions: [], size_bytes: 0 });
  });

  test('a revision has its fields and shallow data [5.12, 5.15, 5.39, 5.48, 5.16, 11.3, 11.9]', async () => {
    const name = 'with metadata';
    const figure = await newFigure(here.user, here.analysis, name);
    const made = await newRevision(here.user, figure.api_id, [datum('a.bin', 'abc')]);
    expect(keys(made)).toEqual([...REVISION, 'assets', 'data'].toSorted());
    expect(made).toMatchObject({ figure: figure.api_id, revision_index: 0, size_bytes: 3, assets: [], metadata: {} });
    expect(made.is_clean_room).toBe(false);
    expect(made.figure_metadata).toEqual({ api_id: figure.api_id, name, analysis: here.analysis });
    expect(keys(made.data[0])).toEqual(expect.arrayContaining(DATA));
    expect(made.data[0]).toMatchObject({
      name: 'a.bin',
      type: 'file',
      size_bytes: 3,
      data: null,
      is_clean_room: false,
    });
    const empty = await newRevision(here.user, figure.api_id);
    expect(empty).toMatchObject({ revision_index: 1, size_bytes: 0, data: [], assets: [] });
  });

  test('children are nested, shallow, and without their own children [5.17, 11.1, 11.2]', async () => {
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    const inWorkspace = (await body(200, here.user.get(`workspace/${here.workspace}/`))).analyses;
    const one = inWorkspace.find((child: { api_id: string }) => child.api_id === analysis.api_id);
    expect(keys(one)).toEqual(ANALYSIS);
    expect(one).toMatchObject({ _shallow: true, name: analysis.name, workspace: here.workspace, size_bytes: 3 });
    const [nested] = (await body(200, here.user.get(`analysis/${analysis.api_id}/`))).figures;
    expect(keys(nested)).toEqual(FIGURE);
    expect(nested).toMatchObject({ _shallow: true, name: figure.name, analysis: analysis.api_id, size_bytes: 3 });
    const [leaf] = (await body(200, here.user.get(`figure/${figure.api_id}/`))).revisions;
    expect(keys(leaf)).toEqual(['_shallow', ...REVISION].toSorted());
    expect(leaf).toMatchObject({ _shallow: true, api_id: revision.api_id, figure: figure.api_id, revision_index: 0 });
    expect(leaf).toMatchObject({ created_on: revision.created_on, size_bytes: 3 });
  });

  test('PUT and PATCH answer the whole object, with _shallow false [11.1, 1.14]', async () => {
    for (const [kind, id] of [
      ['workspace', here.workspace],
      ['analysis', here.analysis],
      ['figure', here.figure],
    ])
      for (const answer of [
        await body(200, here.user.put(`${kind}/${id}/`, { description: 'x' })),
        await body(200, here.user.patch(`${kind}/${id}/`, { description: 'y' })),
      ])
        expect(answer, kind).toMatchObject({ _shallow: false });
  });

  test('PUT and PATCH keep absent fields [5.3]', async () => {
    const sent = { name: 'kept', description: 'kept too' };
    const analysis = await body(201, here.user.post('analysis/', { ...sent, workspace: here.workspace }));
    const figure = await body(201, here.user.post('figure/', { ...sent, analysis: analysis.api_id }));
    for (const [path, parent] of [
      [`analysis/${analysis.api_id}/`, { workspace: here.workspace }],
      [`figure/${figure.api_id}/`, { analysis: analysis.api_id }],
    ] as const)
      for (const change of [here.user.put, here.user.patch]) {
        expect(await body(200, change(path, {}))).toMatchObject({ ...sent, ...parent });
        expect(await body(200, change(path, { description: 'new' }))).toMatchObject({ name: 'kept', ...parent });
        expect(await body(200, change(path, { name: 'kept', description: 'kept too' }))).toMatchObject(sent);
      }
    const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')], { metadata: { m: 1 } });
    for (const change of [here.user.put, here.user.patch]) {
      const after = await body(200, change(`revision/${revision.api_id}/`, {}));
      expect(after).toMatchObject({ metadata: { m: 1 }, data: revision.data, figure: figure.api_id });
    }
  });

  test('a deleted object is not found, nor are objects below it [5.4, 2.17]', async () => {
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    const revisions = [
      await newRevision(here.user, figure.api_id, [datum('a', 'abc')]),
      await newRevision(here.user, figure.api_id),
    ];
    await body(204, here.user.delete(`revision/${revisions[1].api_id}/`));
    await body(404, here.user.get(`revision/${revisions[1].api_id}/`));
    expect((await body(200, here.user.get(`figure/${figure.api_id}/`))).revisions.length).toBe(1);
    await body(204, here.user.delete(`analysis/${analysis.api_id}/`));
    for (const path of [
      `analysis/${analysis.api_id}/`,
      `figure/${figure.api_id}/`,
      `revision/${revisions[0].api_id}/`,
      `data/${revisions[0].data[0].api_id}/`,
    ]) {
      await body(404, here.user.get(path));
      if (!path.startsWith('data')) await body(404, here.user.delete(path));
    }
  });

  test('unknown and malformed IDs are 404 [2.17]', async () => {
    for (const kind of ['workspace', 'analysis', 'figure', 'revision', 'data', 'api_key'])
      for (const id of [MISSING, 'nonsense', '1', `${MISSING}0`])
        expect((await here.user.get(`${kind}/${id}/`)).status, `${kind}/${id}`).toBe(404);
    await body(404, here.user.get(`workspace/${here.workspace}/log/${MISSING}/`));
  });

  test('read-only and unknown fields are ignored on create [5.6, 5.7]', async () => {
    const junk = {
      api_id: randomUUID(),
      size_bytes: 5,
      created_by: 'someone',
      created_on: '2001-01-01 00:00:00+00:00',
      updated_by: 'someone',
      updated_on: '2001-01-01 00:00:00',
      child_updated_by: 'someone',
      child_updated_on: '2001-01-01T00:00:00Z',
      revision_index: 7,
      is_processing: true,
      _shallow: true,
      analyses: [{ name: 'no' }],
      figures: [randomUUID()],
      revisions: [{ no: 1 }],
      unknown: { field: [1] },
    };
    const made: any[] = [];
    for (const [kind, parent] of [
      ['workspace', {}],
      ['analysis', { workspace: here.workspace }],
      ['figure', { analysis: here.analysis }],
      ['revision', { figure: here.figure }],
    ] as const)
      made.push(await body(201, here.user.post(`${kind}/`, { ...junk, name: 'n', metadata: {}, ...parent })));
    for (const object of made) {
      expect(object.api_id).not.toBe(junk.api_id);
      expect(object).toMatchObject({ size_bytes: 0, created_by: owner.username, updated_by: null, updated_on: null });
      expect(object.created_on > '2020').toBe(true);
    }
    expect(made[0].analyses).toEqual([]);
    expect(made[1].figures).toEqual([]);
    expect(made[2].revisions).toEqual([]);
    expect(made[3].is_processing).toBe(false);
    expect(made[3].revision_index).not.toBe(7);
    await body(204, here.user.delete(`workspace/${made[0].api_id}/`));
  });

  test('sending the whole object back changes only writable fields [5.6, 5.7]', async () => {
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    for (const path of [`analysis/${analysis.api_id}/`, `figure/${figure.api_id}/`]) {
      const read = await body(200, here.user.get(path));
      const sent = {
        ...read,
        figures: [],
        revisions: [],
        size_bytes: 99,
        created_by: 'x',
        created_on: '2001-01-01 00:00:00',
      };
      for (const change of [here.user.put, here.user.patch]) {
        const { updated_on, updated_by, ...rest } = await body(200, change(path, { ...sent, unknown: 1 }));
        expect({ ...rest, updated_on: null, updated_by: null }).toEqual(read);
        expect(updated_by).toBe(owner.username);
        expect(updated_on > read.created_on).toBe(true);
      }
    }
  });

  test('a name is required and never null [11.10]', async () => {
    for (const [kind, parent] of [
      ['workspace', {}],
      ['analysis', { workspace: here.workspace }],
      ['figure', { analysis: here.analysis }],
    ] as const)
      for (const name of [undefined, null, '', 5, ['x']])
        await body(400, here.user.post(`${kind}/`, { name, ...parent }));
    for (const [kind, id] of [
      ['workspace', here.workspace],
      ['analysis', here.analysis],
      ['figure', here.figure],
    ]) {
      await here.user.patch(`${kind}/${id}/`, { name: null });
      await body(400, here.user.patch(`${kind}/${id}/`, { name: 5 }));
      expect((await body(200, here.user.get(`${kind}/${id}/`))).name, kind).toEqual(expect.stringMatching(/./));
    }
  });

  test('names with slashes, quotes, markup and emoji come back as sent [5.2, 5.3]', async () => {
    for (const name of HARD_NAMES) {
      const analysis = await newAnalysis(here.user, here.workspace, name);
      const figure = await newFigure(here.user, analysis.api_id, name);
      expect([analysis.name, figure.name]).toEqual([name, name]);
      const read = await body(
        200,
        here.user.patch(`figure/${figure.api_id}/`, { name: `${name}!`, description: name }),
      );
      expect([read.name, read.description]).toEqual([`${name}!`, name]);
      const revision = await newRevision(here.user, figure.api_id, [datum(name, 'x')]);
      expect(revision.data[0]).toMatchObject({ name, metadata: { path: name } });
    }
  });

  test('an analysis and a figure can move between parents of the same owner [5.29]', async () => {
    const target = await body(201, here.user.post('workspace/', { name: 'target' }));
    const analysis = await newAnalysis(here.user, here.workspace);
    const figure = await newFigure(here.user, analysis.api_id);
    await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    const before = (await body(200, here.user.get(`workspace/${here.workspace}/`))).size_bytes;
    expect(
      (await body(200, here.user.patch(`analysis/${analysis.api_id}/`, { workspace: target.api_id }))).workspace,
    ).toBe(target.api_id);
    expect((await body(200, here.user.get(`workspace/${here.workspace}/`))).size_bytes).toBe(before - 3);
    const moved = await body(200, here.user.get(`workspace/${target.api_id}/`));
    expect(moved.size_bytes).toBe(3);
    expect(moved.analyses.map((one: { api_id: string }) => one.api_id)).toEqual([analysis.api_id]);
    const second = await newAnalysis(here.user, target.api_id);
    expect((await body(200, here.user.put(`figure/${figure.api_id}/`, { analysis: second.api_id }))).analysis).toBe(
      second.api_id,
    );
    expect((await body(200, here.user.get(`analysis/${second.api_id}/`))).size_bytes).toBe(3);
    expect((await body(200, here.user.get(`analysis/${analysis.api_id}/`))).size_bytes).toBe(0);
    await body(204, here.user.delete(`workspace/${target.api_id}/`));
    await body(404, here.user.get(`figure/${figure.api_id}/`));
  });
});
