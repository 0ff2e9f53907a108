import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, signIn } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newRevision, newWorkspace } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('batches', () => {
  const here = fixture();
  let other: Caller;
  let theirs: string;

  beforeAll(async () => {
    other = await signIn(stranger);
    const workspace = (await newWorkspace(other)).api_id;
    theirs = (await newFigure(other, (await newAnalysis(other, workspace)).api_id)).api_id;
    return async () => body(204, other.delete(`workspace/${workspace}/`));
  });

  const batch = async (sent: object): Promise<any[]> => (await body(200, here.user.post('batch/', sent))).objects;

  test('change many objects, with an answer for each [17.45]', async () => {
    const to = (await newAnalysis(here.user, here.workspace)).api_id;
    const objects: string[] = [];
    for (let count = 0; count < 3; count++) objects.push((await newFigure(here.user, here.analysis)).api_id);
    const all = (status: number) => objects.map((api_id) => ({ api_id, status }));
    const placed = async () => (await body(200, here.user.get(`analysis/${to}/`))).figures.length;
    expect(await batch({ action: 'move', objects, to })).toEqual(all(200));
    expect(await placed()).toBe(3);
    expect(await batch({ action: 'tag', objects, tags: { add: ['chosen'] } })).toEqual(all(200));
    expect(await batch({ action: 'share', objects, link: { enabled: true } })).toEqual(all(200));
    expect(await batch({ action: 'delete', objects })).toEqual(all(204));
    expect(await placed()).toBe(0);
    expect(await batch({ action: 'restore', objects })).toEqual(all(200));
    expect(await placed()).toBe(3);
  });

  test('leave what the caller may not change, and change nothing if they are malformed [17.46]', async () => {
    const mine = (await newFigure(here.user, here.analysis)).api_id;
    const missing = randomUUID();
    const answers = await batch({ action: 'delete', objects: [theirs, missing, mine] });
    expect(answers).toEqual([
      { api_id: theirs, status: 403, error: { code: 'not_allowed', detail: expect.any(String) } },
      { api_id: missing, status: 404, error: { code: 'not_found', detail: expect.any(String) } },
      { api_id: mine, status: 204 },
    ]);
    await body(200, other.get(`figure/${theirs}/`));
    const kept = (await newFigure(here.user, here.analysis)).api_id;
    for (const sent of [
      { action: 'delete', objects: [kept, 'no ID'] },
      { action: 'delete', objects: [kept, ...Array.from({ length: 1000 }, () => randomUUID())] },
      { action: 'vanish', objects: [kept] },
      { action: 'move', objects: [kept] },
    ])
      await body(400, here.user.post('batch/', sent));
    await body(200, here.user.get(`figure/${kept}/`));
  });

  test('download figures as an archive, and not those of others [17.49]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    await newRevision(here.user, figure, [datum('notes', 'first')]);
    await newRevision(here.user, figure, [datum('notes', 'second')]);
    const answer = await here.user.post('export/figures/', { objects: [figure, theirs], files: 'all' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="gofigr-figures-.*\.zip"$/);
    // Names in an archive are not compressed.
    expect(answer.text).toContain(' r2/notes');
    expect(answer.text).toContain('left-out.json');
    await body(404, here.user.post('export/figures/', { objects: [theirs] }));
  });
});
