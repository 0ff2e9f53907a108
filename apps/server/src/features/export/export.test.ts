import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { base64, loseBytes, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { unzip } from '../../testing/unzip.ts';
import { createExportService } from './service.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_PUBLIC_URL: 'https://figures.example.org' });
});
afterAll(async () => {
  await test.close();
});

/** Downloads an archive and unpacks it. Returns the paths of its files, and their texts. */
async function unpacked(as: Proof, query = '') {
  const answer = await test.call('GET', `export/archive/${query}`, undefined, as);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  const files = new Map((await unzip(answer.bytes)).map(({ path, bytes }) => [path, bytes.toString()]));
  const text = (path: string) => files.get(path) ?? '';
  return { paths: [...files.keys()].toSorted(), text, json: (path: string) => JSON.parse(text(path)), answer };
}

describe('an export of all data', () => {
  it('holds the profile, keys without secrets, own audit entries, and the own workspaces', async () => {
    const [one, other] = [await test.account(), await test.account()];
    const key = await test.key(one.proof);
    const { figure } = await plant(test, one.proof, one.workspace);
    await test.call('POST', `figure/${figure}/tags/`, { add: ['paper'] }, one.proof);
    const shared = (await test.call('POST', 'workspace/', { name: 'Lab' }, other.proof)).body.api_id;
    const member = { username: one.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${shared}/members/add/`, member, other.proof);

    const { paths, json, text, answer } = await unpacked(one.proof);
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="gofigr-${one.username}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
    );
    expect(paths).toEqual([
      'README.txt',
      'api-keys.json',
      'audit.jsonl',
      'profile.json',
      ...[
        'analyses/Analysis/Figure/001/notes.txt',
        'analyses/Analysis/Figure/001/revision.json',
        'analyses/Analysis/Figure/figure.json',
        'analyses/Analysis/analysis.json',
        'manifest.json',
        'workspace.json',
      ].map((path) => `workspaces/Primary Workspace/${path}`),
    ]);
    expect(json('profile.json').username).toBe(one.username);
    expect(json('workspaces/Primary Workspace/analyses/Analysis/Figure/figure.json').tags).toEqual(['paper']);
    expect(json('api-keys.json')).toMatchObject([{ api_id: key.id, token: null }]);
    const audit = text('audit.jsonl').trimEnd().split('\n');
    const events = audit.map((line) => JSON.parse(line).event);
    expect(events).toEqual(['account_created', 'sign_in', 'key_created', 'member_added', 'data_exported']);
    for (const path of paths) expect(text(path)).not.toContain(key.token);
    expect(json('workspaces/Primary Workspace/manifest.json').source).toEqual({
      url: 'https://figures.example.org',
      workspace: one.workspace,
      name: 'Primary Workspace',
    });

    const { workspaces } = (await test.call('GET', 'export/', undefined, one.proof)).body;
    expect(workspaces.map((each: any) => [each.name, each.size_bytes, each.owned])).toEqual([
      ['Primary Workspace', 5, true],
      ['Lab', 0, false],
    ]);
    const all = await unpacked(one.proof, '?workspaces=all');
    expect(all.paths).toContain('workspaces/Lab/manifest.json');
  });

  it('leaves out data with damaged bytes, and says so', async () => {
    const one = await test.account();
    const { revision } = await plant(test, one.proof, one.workspace);
    const data = [
      { name: 'lost', type: 'text', data: base64(`lost ${one.username}`) },
      { name: 'kept', type: 'text', data: base64(`kept ${one.username}`) },
    ];
    const added = await test.call('POST', `revision/${revision}/append_data/`, { data }, one.proof);
    const lost = added.body.data.find((each: any) => each.name === 'lost');
    await loseBytes(test, lost.hash);
    const { paths, json } = await unpacked(one.proof);
    const folder = 'workspaces/Primary Workspace/analyses/Analysis/Figure/001';
    expect(paths.filter((path) => path.startsWith(folder))).toEqual(
      ['kept.txt', 'notes.txt', 'revision.json'].map((name) => `${folder}/${name}`),
    );
    const named = json(`${folder}/revision.json`).data.map((each: any) => [each.name, each.file]);
    expect(named).toEqual([
      ['notes', 'notes.txt'],
      ['kept', 'kept.txt'],
    ]);
    const { name, hash } = lost;
    expect(json('left-out.json')).toEqual([{ workspace: one.workspace, revision, data: lost.api_id, name, hash }]);
  });

  it('ends with the sign-in', async () => {
    const one = await test.account();
    const { db } = test.server.database;
    const user = await db
      .selectFrom('users')
      .select('id')
      .where('username', '=', one.username)
      .executeTakeFirstOrThrow();
    const signIn = db
      .selectFrom('credentials')
      .select('id')
      .where('user_id', '=', user.id)
      .where('kind', '=', 'refresh');
    const { id: signInId } = await signIn.executeTakeFirstOrThrow();
    const usage = { pending: () => undefined } as never;
    const publicUrl = new URL('https://figures.example.org');
    const exports = createExportService({ db, clock: createClock(), blobs: {} as never, usage, publicUrl });
    const ids = { userId: user.id, username: one.username, credentialId: signInId, signInId };
    const reader = { kind: 'user', isStaff: false, via: 'session', scope: null, key: null, ...ids } as const;
    const files = await exports.files(reader, 'owned', { address: '127.0.0.1', client: 'test' });
    const paths: string[] = [];
    const readAll = async () => {
      for await (const { path, bytes } of files) {
        for await (const chunk of bytes) void chunk;
        paths.push(path);
        if (path.endsWith('workspace.json')) await db.deleteFrom('credentials').where('id', '=', signInId).execute();
      }
    };
    await test.call('POST', 'analysis/', { name: 'A', workspace: one.workspace }, one.proof);
    await expect(readAll()).rejects.toThrow('You do not have the right');
    expect(paths.at(-1)).toBe('workspaces/Primary Workspace/workspace.json');
  });

  it('runs twice at once for one user, however many requests come together', async () => {
    const one = await test.account();
    const { figure } = await plant(test, one.proof, one.workspace);
    // More than waits in a stream that nobody reads. So each export runs until its answer is read.
    const data = [{ name: 'noise', type: 'file', metadata: {}, data: randomBytes(2_000_000).toString('base64') }];
    await test.call('POST', 'revision/', { figure, metadata: {}, data }, one.proof);
    const headers = { host: 'localhost', ...one.proof };
    const url = '/api/v1.4.1/export/archive/';
    const ask = () => test.server.http.inject({ method: 'GET', url, headers, payloadAsStream: true });
    const answers = await Promise.all([ask(), ask(), ask(), ask(), ask()]);
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 429, 429, 429]);
    for (const answer of answers) await buffer(answer.stream());
    expect((await test.call('GET', 'export/archive/', undefined, one.proof)).status).toBe(200);
  });

  it('is refused for a while after twenty in an hour', async () => {
    const one = await test.account();
    let last = 0;
    for (let times = 0; times < 21; times++)
      last = (await test.call('GET', 'export/archive/', undefined, one.proof)).status;
    expect(last).toBe(429);
  });
});
