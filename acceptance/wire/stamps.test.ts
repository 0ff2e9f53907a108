import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newRevision, newWorkspace } from '../src/fixture.ts';
import { owner } from '../src/target.ts';

describe('times and sizes', () => {
  const here = fixture();
  const read = (kind: string, id: string) => body(200, here.user.get(`${kind}/${id}/`));

  const grow = async () => {
    const workspace = await newWorkspace(here.user);
    const analysis = await newAnalysis(here.user, workspace.api_id);
    const figure = await newFigure(here.user, analysis.api_id);
    const above = async () => ({
      figure: await read('figure', figure.api_id),
      analysis: await read('analysis', analysis.api_id),
      workspace: await read('workspace', workspace.api_id),
    });
    return { workspace, analysis, figure, above, drop: () => here.user.delete(`workspace/${workspace.api_id}/`) };
  };

  test('updated_* are null until the first update, which sets them [5.19]', async () => {
    for (const [kind, sent] of [
      ['workspace', {}],
      ['analysis', { workspace: here.workspace }],
      ['figure', { analysis: here.analysis }],
      ['revision', { figure: here.figure, metadata: {}, data: [] }],
    ] as const) {
      const made = await body(201, here.user.post(`${kind}/`, { name: 'stamps', ...sent }));
      expect(made, kind).toMatchObject({ updated_on: null, updated_by: null, created_by: owner.username });
      const path = `${kind}/${made.api_id}/`;
      const put = await body(200, here.user.put(path, { description: 'x', metadata: {} }));
      expect(put.updated_by, kind).toBe(owner.username);
      expect(put.updated_on > made.created_on, kind).toBe(true);
      expect(put.created_on, kind).toBe(made.created_on);
      const patched = await body(200, here.user.patch(path, { description: 'y', metadata: { a: 1 } }));
      expect(patched.updated_on > put.updated_on, kind).toBe(true);
      await body(204, here.user.delete(path));
    }
  });

  test('publishing sets child_updated_on of all objects above to created_on, to the microsecond [1.11, 5.20]', async () => {
    const { figure, analysis, workspace, above, drop } = await grow();
    let latest = '';
    for (let round = 0; round < 3; round++) {
      const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
      expect(revision.created_on > latest).toBe(true);
      latest = revision.created_on;
      for (const object of Object.values(await above()))
        expect(object).toMatchObject({ child_updated_on: latest, child_updated_by: owner.username });
      const [nestedAnalysis] = (await read('workspace', workspace.api_id)).analyses;
      const [nestedFigure] = (await read('analysis', analysis.api_id)).figures;
      const { revisions } = await read('figure', figure.api_id);
      expect([nestedAnalysis.child_updated_on, nestedFigure.child_updated_on]).toEqual([latest, latest]);
      expect(revisions.at(-1).created_on).toBe(latest);
      const log = await body(200, here.user.get(`workspace/${workspace.api_id}/log/`));
      expect(log[0].timestamp).toBe(latest);
    }
    await drop();
  });

  test('updating and deleting a revision change child_updated_on too [5.20, 1.11]', async () => {
    const { figure, above, drop } = await grow();
    const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    const updated = await body(200, here.user.put(`revision/${revision.api_id}/`, { metadata: { a: 1 } }));
    for (const object of Object.values(await above())) expect(object.child_updated_on).toBe(updated.updated_on);
    const patched = await body(200, here.user.patch(`revision/${revision.api_id}/`, { metadata: { a: 2 } }));
    for (const object of Object.values(await above())) expect(object.child_updated_on).toBe(patched.updated_on);
    await body(204, here.user.delete(`revision/${revision.api_id}/`));
    const after = await above();
    expect(after.figure.child_updated_on > patched.updated_on).toBe(true);
    expect(after.analysis.child_updated_on).toBe(after.figure.child_updated_on);
    expect(after.workspace.child_updated_on).toBe(after.figure.child_updated_on);
    expect(after.figure.child_updated_by).toBe(owner.username);
    await drop();
  });

  test('analyses and figures change no child_updated_*, children change no updated_* [11.14, 11.15]', async () => {
    const { figure, analysis, above, drop } = await grow();
    const untouched = Object.values(await above());
    for (const object of untouched) expect(object).toMatchObject({ child_updated_on: null, child_updated_by: null });
    await body(200, here.user.patch(`figure/${figure.api_id}/`, { description: 'x' }));
    await body(200, here.user.patch(`analysis/${analysis.api_id}/`, { description: 'x' }));
    for (const object of Object.values(await above())) expect(object.child_updated_on).toBeNull();
    expect((await above()).workspace.updated_on).toBeNull();

    const before = await above();
    const revision = await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    await body(200, here.user.patch(`revision/${revision.api_id}/`, { metadata: { a: 1 } }));
    await body(204, here.user.delete(`revision/${revision.api_id}/`));
    const after = await above();
    expect(after.figure.updated_on).toBe(before.figure.updated_on);
    expect(after.analysis.updated_on).toBe(before.analysis.updated_on);
    expect(after.workspace.updated_on).toBeNull();
    await drop();
  });

  test('size_bytes is the sum of all bytes below and follows every change [5.22, 11.8]', async () => {
    const { figure, above, drop } = await grow();
    const sizes = async () => Object.values(await above()).map((object) => object.size_bytes);
    expect(await sizes()).toEqual([0, 0, 0]);
    const one = await newRevision(here.user, figure.api_id, [datum('a', 'abc'), datum('b', '')], {
      metadata: { not: 'counted' },
    });
    expect(one.size_bytes).toBe(3);
    expect(await sizes()).toEqual([3, 3, 3]);
    const two = await newRevision(here.user, figure.api_id, [datum('a', 'abc'), datum('same bytes', 'abc')]);
    expect(two.size_bytes).toBe(6);
    expect(await sizes()).toEqual([9, 9, 9]);
    const changed = await body(200, here.user.put(`revision/${two.api_id}/`, { data: [datum('a', 'a')] }));
    expect(changed.size_bytes).toBe(1);
    expect(await sizes()).toEqual([4, 4, 4]);
    await body(204, here.user.delete(`revision/${one.api_id}/`));
    expect(await sizes()).toEqual([1, 1, 1]);
    await drop();
  });

  test('deleting a figure subtracts its bytes from all objects above [5.22]', async () => {
    const { figure, analysis, workspace, drop } = await grow();
    await newRevision(here.user, figure.api_id, [datum('a', 'abc')]);
    await body(204, here.user.delete(`figure/${figure.api_id}/`));
    expect((await read('analysis', analysis.api_id)).size_bytes).toBe(0);
    expect((await read('workspace', workspace.api_id)).size_bytes).toBe(0);
    await drop();
  });
});
