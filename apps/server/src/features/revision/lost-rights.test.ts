import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let member: typeof owner;
let things: Awaited<ReturnType<typeof plant>> & { asset: string; asset_revision: string };
beforeAll(async () => {
  test = await startTestServer();
  [owner, member] = [await test.account(), await test.account()];
  const { body: asset } = await test.call('POST', 'asset/', { name: 'a', workspace: owner.workspace }, owner.proof);
  const data = [{ name: 'd', type: 'text', data: base64('old') }];
  const made = await test.call('POST', 'asset_revision/', { asset: asset.api_id, data }, owner.proof);
  things = {
    ...(await plant(test, owner.proof, owner.workspace)),
    asset: asset.api_id,
    asset_revision: made.body.api_id,
  };
});
afterAll(() => test.close());

const members = (what: 'add' | 'remove', fields: object = {}) =>
  test.call(
    'POST',
    `workspace/${owner.workspace}/members/${what}/`,
    { username: member.username, ...fields },
    owner.proof,
  );
const staged = () => readdir(join(test.config.dataDir, 'blobs', 'tmp'));
const shown = async () =>
  Promise.all(
    ['workspace', 'figure', 'revision', 'asset', 'asset_revision'].map(async (kind) => {
      const id = kind === 'workspace' ? owner.workspace : things[kind as keyof typeof things];
      return (await test.call('GET', `${kind}/${id}/`, undefined, owner.proof)).text;
    }),
  );

describe.each([
  ['publishes a revision', 'POST', () => ['revision/', { figure: things.figure }]],
  ['changes a revision', 'PUT', () => [`revision/${things.revision}/`, {}]],
  ['patches a revision', 'PATCH', () => [`revision/${things.revision}/`, {}]],
  ['moves a revision', 'PATCH', () => [`revision/${things.revision}/`, { figure: things.figure }]],
  ['appends to a revision', 'POST', () => [`revision/${things.revision}/append_data/`, {}]],
  ['publishes a revision of an asset', 'POST', () => ['asset_revision/', { asset: things.asset }]],
  ['changes a revision of an asset', 'PUT', () => [`asset_revision/${things.asset_revision}/`, {}]],
] as const)('a member who %s', (_what, method, request) => {
  it.each([
    ['is removed', () => members('remove')],
    ['may only look', () => members('add', { membership_type: 'viewer' })],
  ])('and %s during the upload is refused, and nothing changes', async (_how, lose) => {
    await members('add', { membership_type: 'creator' });
    const [path, fields] = request();
    const payload = new PassThrough();
    const data = { name: 'd', type: 'text', data: '…' };
    const [start = '', end = ''] = JSON.stringify({ ...fields, data: [data] }).split('…');
    const headers = { 'content-type': 'application/json' };
    const answer = test.call(method, path as string, undefined, member.proof, { headers, payload });
    payload.write(`${start}${base64('long '.repeat(30_000))}`);
    await expect.poll(staged).toHaveLength(1);
    await lose();
    const before = await shown();
    payload.end(end);
    const { status, body } = await answer;
    expect([status, body.code]).toEqual([403, 'not_allowed']);
    expect(await shown()).toEqual(before);
    await expect.poll(staged).toEqual([]);
  });
});

it('a revision moves to no figure where the right to publish is lost during the upload', async () => {
  await members('add', { membership_type: 'creator' });
  const mine = await plant(test, member.proof, member.workspace);
  const at = async () => (await test.call('GET', `revision/${mine.revision}/`, undefined, member.proof)).text;
  const before = [await at(), ...(await shown())];
  const payload = new PassThrough();
  const headers = { 'content-type': 'application/json' };
  const answer = test.call('PATCH', `revision/${mine.revision}/`, undefined, member.proof, { headers, payload });
  const [start = '', end = ''] = JSON.stringify({
    figure: things.figure,
    data: [{ name: 'd', type: 'text', data: '…' }],
  }).split('…');
  payload.write(`${start}${base64('long '.repeat(30_000))}`);
  await expect.poll(staged).toHaveLength(1);
  await members('remove');
  payload.end(end);
  const { status, body } = await answer;
  expect([status, body.code]).toEqual([403, 'not_allowed']);
  expect([await at(), ...(await shown())]).toEqual(before);
});
