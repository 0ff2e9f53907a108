import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

const MISSING = '00000000-0000-4000-8000-000000000000';

describe('permissions', () => {
  const here = fixture();
  let other: Caller;
  let theirs: { workspace: string; analysis: string; figure: string };
  let revision: any;

  beforeAll(async () => {
    other = await signIn(stranger);
    const workspace = (await newWorkspace(other)).api_id;
    const analysis = (await newAnalysis(other, workspace)).api_id;
    theirs = { workspace, analysis, figure: (await newFigure(other, analysis)).api_id };
    revision = await newRevision(here.user, here.figure, [datum('a', 'abc')]);
    return async () => body(204, other.delete(`workspace/${workspace}/`));
  });

  const objects = (): [string, string][] => [
    ['workspace', here.workspace],
    ['analysis', here.analysis],
    ['figure', here.figure],
    ['revision', revision.api_id],
  ];
  const all403 = (answers: [string, Answer][]) =>
    expect(answers.filter(([, { status }]) => status !== 403).map(([what, { status }]) => `${what} ${status}`)).toEqual(
      [],
    );

  test("a stranger gets 403 on everything of another user's [2.14]", async () => {
    const answers: [string, Answer][] = [];
    for (const [kind, id] of objects()) {
      const path = `${kind}/${id}/`;
      answers.push([`GET ${kind}`, await other.get(path)]);
      answers.push([`PUT ${kind}`, await other.put(path, { name: 'mine' })]);
      answers.push([`PATCH ${kind}`, await other.patch(path, { name: 'mine' })]);
      answers.push([`DELETE ${kind}`, await other.delete(path)]);
      if (kind !== 'workspace') answers.push([`thumbnail ${kind}`, await other.get(`${path}thumbnail/64`)]);
      if (kind === 'workspace' || kind === 'analysis') answers.push([`log ${kind}`, await other.get(`${path}log/`)]);
    }
    const [item] = await body(200, here.user.get(`workspace/${here.workspace}/log/`));
    answers.push(['log item', await other.get(`workspace/${here.workspace}/log/${item.api_id}/`)]);
    answers.push(['members', await other.get(`workspace/${here.workspace}/members/`)]);
    answers.push(['recent', await other.get(`workspace/${here.workspace}/recent/?limit=5`)]);
    answers.push(['data', await other.get(`data/${revision.data[0].api_id}/`)]);
    answers.push(['data content', await other.get(`data/${revision.data[0].api_id}/content/`)]);
    all403(answers);
    for (const [kind, id] of objects()) await body(200, here.user.get(`${kind}/${id}/`));
  });

  test("the server's health is refused to keys and to users who are no administrators [S.11]", async () => {
    const key = await newKey(here.user);
    const answers: [string, Answer][] = [
      ['nobody', await nobody.get('admin/health/')],
      ['a user', await here.user.get('admin/health/')],
      ['a key', await withKey(key.token).get('admin/health/')],
    ];
    await here.user.delete(`api_key/${key.api_id}/`);
    all403(answers);
  });

  test('storage, settings and test mails are refused to keys and to users who are no administrators [S.50]', async () => {
    const key = await newKey(here.user);
    const answers: [string, Answer][] = [];
    for (const [who, caller] of [
      ['nobody', nobody],
      ['a user', here.user],
      ['a key', withKey(key.token)],
    ] as const) {
      for (const path of ['storage/', 'storage/workspace/', 'storage/user/', 'setting/'])
        answers.push([`${path} by ${who}`, await caller.get(`admin/${path}`)]);
      answers.push([`a change by ${who}`, await caller.patch('admin/setting/', { registration: 'open' })]);
      answers.push([`a test mail by ${who}`, await caller.post('admin/test_mail/')]);
    }
    await here.user.delete(`api_key/${key.api_id}/`);
    all403(answers);
  });

  test('a stranger finds nothing of another user in any list [2.14, 5.1]', async () => {
    for (const [kind, id] of objects()) {
      const ids = (await body(200, other.get(`${kind}/`))).map((one: { api_id: string }) => one.api_id);
      expect(ids, kind).not.toContain(id);
    }
  });

  test('a log item of one workspace is not found through another [2.14]', async () => {
    const [item] = await body(200, here.user.get(`workspace/${here.workspace}/log/`));
    await body(404, other.get(`workspace/${theirs.workspace}/log/${item.api_id}/`));
  });

  test('403 wins over 400 when creating below what belongs to another [11.26, 2.14]', async () => {
    const answers: [string, Answer][] = [];
    for (const sent of [{ name: 'x' }, {}, { name: 5 }, { name: null }, { name: 'x', description: [] }]) {
      answers.push(['analysis', await other.post('analysis/', { ...sent, workspace: here.workspace })]);
      answers.push(['figure', await other.post('figure/', { ...sent, analysis: here.analysis })]);
    }
    for (const sent of [
      { metadata: {}, data: [datum('a', 'abc')] },
      { data: 'no list' },
      { data: [{ name: 5, type: 'no type', data: '!' }] },
      { client_id: 'nonsense' },
      { short_id: '?' },
      { client_id: revision.api_id },
    ])
      answers.push(['revision', await other.post('revision/', { figure: here.figure, ...sent })]);
    all403(answers);
  });

  test('moving needs rights at both ends, and 403 wins over 400 [5.29, 11.26]', async () => {
    const answers: [string, Answer][] = [];
    for (const change of [here.user.put, here.user.patch])
      for (const extra of [{}, { name: 5 }, { metadata: 1, data: 'no list' }]) {
        answers.push([
          'analysis out',
          await change(`analysis/${here.analysis}/`, { workspace: theirs.workspace, ...extra }),
        ]);
        answers.push(['figure out', await change(`figure/${here.figure}/`, { analysis: theirs.analysis, ...extra })]);
        answers.push([
          'revision out',
          await change(`revision/${revision.api_id}/`, { figure: theirs.figure, ...extra }),
        ]);
        answers.push([
          'analysis in',
          await change(`analysis/${theirs.analysis}/`, { workspace: here.workspace, ...extra }),
        ]);
        answers.push(['figure in', await change(`figure/${theirs.figure}/`, { analysis: here.analysis, ...extra })]);
      }
    all403(answers);
    expect((await body(200, here.user.get(`analysis/${here.analysis}/`))).workspace).toBe(here.workspace);
    expect((await body(200, here.user.get(`figure/${here.figure}/`))).analysis).toBe(here.analysis);
    expect((await body(200, here.user.get(`revision/${revision.api_id}/`))).figure).toBe(here.figure);
  });

  test('a method that a resource lacks is 405 for everyone, even if the object does not exist [2.18, 11.25]', async () => {
    const answers: [string, Answer][] = [];
    const [item] = await body(200, here.user.get(`workspace/${here.workspace}/log/`));
    for (const [who, caller] of [
      ['owner', here.user],
      ['stranger', other],
      ['nobody', nobody],
    ] as const) {
      for (const id of [revision.data[0].api_id, MISSING])
        for (const method of ['PUT', 'PATCH', 'DELETE'] as const)
          answers.push([`${who} ${method} data`, await caller.call(method, `data/${id}/`, { json: {} })]);
      for (const id of [here.workspace, MISSING]) {
        answers.push([`${who} POST workspace`, await caller.post(`workspace/${id}/`)]);
        answers.push([`${who} DELETE log`, await caller.delete(`workspace/${id}/log/`)]);
        answers.push([`${who} PUT log item`, await caller.put(`workspace/${id}/log/${item.api_id}/`, {})]);
        answers.push([`${who} POST recent`, await caller.post(`workspace/${id}/recent/`)]);
        answers.push([`${who} DELETE members`, await caller.delete(`workspace/${id}/members/`)]);
      }
      for (const id of [here.figure, MISSING]) {
        answers.push([`${who} POST figure`, await caller.post(`figure/${id}/`)]);
        answers.push([`${who} POST thumbnail`, await caller.post(`figure/${id}/thumbnail/64`)]);
      }
      answers.push([`${who} DELETE analyses`, await caller.delete('analysis/')]);
      answers.push([`${who} PUT info`, await caller.put('info/', {})]);
      answers.push([`${who} GET token`, await caller.get('/api/token/')]);
      answers.push([`${who} GET reserve`, await caller.get('short_id_prefix/reserve/')]);
      answers.push([`${who} POST data`, await caller.post('data/')]);
    }
    expect(
      answers
        .filter(([what, { status }]) => status !== 405 && !(what.endsWith('POST data') && status === 404))
        .map(([what, { status }]) => `${what} ${status}`),
    ).toEqual([]);
  });

  test('an ID that another object has cannot be used, and nothing of that object is shown [2.14]', async () => {
    const sent = { figure: theirs.figure, metadata: {}, data: [], client_id: revision.api_id };
    const refused = await other.post('revision/', sent);
    expect(refused.status).toBe(409);
    expect(refused.text).not.toContain(here.figure);
    expect((await body(200, here.user.get(`revision/${revision.api_id}/`))).figure).toBe(here.figure);
    const free = await newRevision(other, theirs.figure, [], { client_id: randomUUID() });
    await body(403, here.user.get(`revision/${free.api_id}/`));
  });
});
