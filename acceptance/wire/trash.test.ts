import { randomUUID } from 'node:crypto';
import { type Operation, operations } from '@gofigr/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { datum, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { owner, stranger } from '../src/target.ts';

let user: Caller;
let friend: Caller;
beforeAll(async () => {
  user = await signIn(owner);
  friend = await signIn(stranger);
});

const KINDS = ['asset_revision', 'asset', 'revision', 'figure', 'analysis', 'workspace'] as const;
type Kind = (typeof KINDS)[number];

/** A workspace of an organization with one object of each kind, shared in each way, and used from elsewhere. */
async function plant() {
  const organization = (await body(201, user.post('organization/', { name: 'Institute' }))).api_id as string;
  const workspace = (await newWorkspace(user, { organization })).api_id as string;
  const analysis = (await newAnalysis(user, workspace)).api_id as string;
  const name = `figure ${randomUUID()}`;
  const figure = (await newFigure(user, analysis, name)).api_id as string;
  const bytes = `bytes ${randomUUID()}`;
  const asset = (await body(201, user.post('asset/', { name: `${name}.csv`, workspace, analysis }))).api_id as string;
  const file = await body(201, user.post('asset_revision/', { asset, metadata: {}, data: [datum('d', bytes)] }));
  const { prefix } = await body(201, user.post('short_id_prefix/reserve/'));
  const links = { assets: [{ asset_revision: file.api_id, use_type: 'direct' }], short_id: `${prefix}0` };
  const revision = await newRevision(user, figure, [datum('d', bytes)], links);
  const elsewhere = (await newAnalysis(user, (await newWorkspace(user)).api_id)).api_id as string;
  const copies = (await newFigure(user, elsewhere)).api_id as string;
  const copy = await body(201, user.post(`revision/${revision.api_id}/derive/`, { figure: copies, metadata: {} }));
  await newRevision(user, copies, [], { assets: links.assets });
  for (const path of [`analysis/${analysis}`, `asset/${asset}`]) {
    await body(200, user.post(`${path}/share/link/`, { enabled: true }));
    await body(200, user.post(`${path}/share/user/`, { username: stranger.username, sharing_enabled: true }));
  }
  const invite = async (kind: Kind, id: string) =>
    (await body(201, user.post(`invitations/${kind}/`, { email: 'a@example.org', [kind]: id }))).api_id as string;
  const invitation = await body(
    201,
    user.post('invitations/workspace/', { email: 'a@example.org', workspace, membership_type: 'viewer' }),
  );
  const ids: Record<Kind, string> = {
    workspace,
    analysis,
    figure,
    revision: revision.api_id,
    asset,
    asset_revision: file.api_id,
  };
  return {
    ids,
    organization,
    name,
    bytes,
    digest: file.data[0].hash as string,
    short: `${prefix}0`,
    data: { revision: revision.data[0].api_id as string, asset_revision: file.data[0].api_id as string },
    copy: copy.api_id as string,
    copies,
    elsewhere,
    key: { workspace: invitation.api_id as string, figure: await invite('figure', figure) },
  };
}
type Planted = Awaited<ReturnType<typeof plant>>;

const BELOW: Record<Kind, readonly Kind[]> = {
  workspace: ['analysis', 'figure', 'revision', 'asset', 'asset_revision'],
  analysis: ['figure', 'revision'],
  figure: ['revision'],
  revision: [],
  asset: ['asset_revision'],
  asset_revision: [],
};

/** IDs that end with the deletion of an object. */
const goneWith = (kind: Kind, { ids, data }: Planted): string[] =>
  [kind, ...BELOW[kind]].flatMap((one) => [
    ids[one],
    ...(one === 'revision' || one === 'asset_revision' ? [data[one]] : []),
  ]);

/** Reads that tell of deleted objects on purpose. Logs mark them as deleted, which another test checks. */
const TELLS = /^(trash|audit|activity)\.|\.(log|log_item|activity|grouped_activity)$/;
/**
 * Reads of nothing in the hierarchy: of the account, its uploads, the server, or of its keys, which name their workspaces. The
 * stream of changes has no end, and says what was deleted. A search finds restored objects a moment later.
 */
const APART =
  /^(blob|events|search|info|session|sign_in|email|user|export|people|api_key|admin\w*|metadata|membership|device)\.|\.service_keys$/;

const reads = operations.filter(
  ({ id, method, root }) => method === 'GET' && root === undefined && !TELLS.test(id) && !APART.test(id),
);

/** Every address of a read that names an object of the tree, or lists objects. */
function addressesOf({ path, id }: Operation, { ids, data, ...there }: Planted): string[] {
  const [kind = ''] = path.split('/').filter(Boolean);
  const named: Record<string, readonly string[]> = {
    ...Object.fromEntries(KINDS.map((one) => [one, [ids[one]]])),
    figure: [ids.figure, there.copies],
    revision: [ids.revision, there.copy],
    analysis: [ids.analysis, there.elsewhere],
    organization: [there.organization],
    data: Object.values(data),
  };
  if (id === 'compare.revisions') return [`compare/?a=${ids.revision}&b=${there.copy}`];
  if (id === 'name.find') return [`name/?q=${there.name.slice(0, 200)}`];
  if (/^invitations$/.test(kind)) {
    const invitation = there.key[path.split('/')[2] as 'figure'];
    return invitation === undefined ? [] : [path.slice(1).replace(':key', invitation)];
  }
  const filled = path.slice(1).replace(':size', '64').replace(':short_id', there.short);
  if (!filled.includes(':')) return [filled];
  if (!named[kind] || filled.replace(':id', '').includes(':')) throw new Error(`${id}: say how to call ${path}`);
  return named[kind].map((one) => filled.replace(':id', one));
}

/** Reads in the order of the last change, which a deleted and restored revision is. */
const BY_CHANGE = /^name\/|(^|\/)recent\//;

/** The answer without the times of changes below, which a deletion moves, and without what comparisons add later. */
const settled = (text: string) => text.replace(/"(child_updated_(on|by)|made_on|line)":(null|"[^"]*"),?/g, '');

async function readAll(caller: Caller, planted: Planted) {
  const answers = new Map<string, { status: number; text: string }>();
  for (const operation of reads)
    for (const address of addressesOf(operation, planted)) {
      const { status, text } = await caller.get(address);
      answers.set(address, { status, text: settled(text) });
    }
  return answers;
}

describe('what is in the trash', () => {
  test.each(KINDS)(
    'is gone from every read, and a restored %s answers as before [17.1, 17.2]',
    async (kind) => {
      const planted = await plant();
      const { ids, data, short, name, digest } = planted;
      const key = withKey((await newKey(user, { workspace: ids.workspace })).token);
      const callers = { user, key, friend, nobody };
      const before = await readAll(user, planted);
      const counts = { found: 0 };
      for (const [address, { status }] of before)
        if (status === 200 && Object.values(ids).some((one) => address.includes(one))) counts.found++;
      // Otherwise the test would show nothing.
      expect(counts.found).toBeGreaterThan(50);
      await body(204, user.delete(`${kind}/${ids[kind]}/`));

      const gone = goneWith(kind, planted);
      const wrong: string[] = [];
      const isGone = (text: string) => gone.some((one) => text.includes(one));
      for (const [who, caller] of Object.entries(callers))
        for (const [address, { status, text }] of await readAll(caller, planted)) {
          const names = isGone(address) || (gone.includes(ids.revision) && address.includes(short));
          if (names && status !== 404 && !(status === 403 && who !== 'user'))
            wrong.push(`${who} ${address}: ${status}`);
          if (status < 300 && isGone(text)) wrong.push(`${who} ${address} tells ${text}`);
        }
      expect(wrong).toEqual([]);
      for (const [path, sent] of [
        ['asset/find_by_name/', { name: `${name}.csv` }],
        ['asset_revision/find_by_hash/', { digest, hash_type: 'blake3' }],
      ] as const)
        expect(isGone((await user.post(path, sent)).text), path).toBe(false);
      if (gone.includes(ids.analysis)) {
        const inIt = { name: `${name}.csv`, analysis: ids.analysis };
        expect(await body(200, user.post('asset/find_by_name/', inIt))).toEqual([]);
      }

      await body(200, user.post(`trash/${ids[kind]}/restore/`));
      const after = await readAll(user, planted);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [address, answer] of before)
        if (!BY_CHANGE.test(address)) expect([address, after.get(address)]).toEqual([address, answer]);
      for (const caller of [user, key, friend, nobody])
        for (const id of Object.values(data))
          expect((await body(200, caller.get(`data/${id}/`))).data).toBe(Buffer.from(planted.bytes).toString('base64'));
    },
    300_000,
  );

  test('has logs that mark it as deleted, until it is restored [17.3]', async () => {
    const { ids, organization } = await plant();
    const logs = [
      `analysis/${ids.analysis}/log/`,
      `workspace/${ids.workspace}/log/`,
      `organization/${organization}/log/`,
    ];
    const marks = async (path: string, id: string): Promise<boolean[]> =>
      (await body(200, user.get(path))).filter((item: any) => item.target_id === id).map((item: any) => item.deleted);
    await body(204, user.delete(`figure/${ids.figure}/`));
    for (const path of logs)
      for (const id of [ids.figure, ids.revision]) expect(new Set(await marks(path, id))).toEqual(new Set([true]));
    await body(200, user.post(`trash/${ids.figure}/restore/`));
    for (const path of logs) expect(new Set(await marks(path, ids.figure))).toEqual(new Set([false]));
    const [newest] = await body(200, user.get(`workspace/${ids.workspace}/log/`));
    expect(newest).toMatchObject({ action: 'restore', target_id: ids.figure, username: owner.username });
  });

  test('keeps its IDs: publishing one again is 409, and names are free [17.4]', async () => {
    const { ids, name } = await plant();
    await body(204, user.delete(`figure/${ids.figure}/`));
    const { api_id: figure } = await body(201, user.post('figure/find_or_create/', { name, parent: ids.analysis }));
    expect(figure).not.toBe(ids.figure);
    const again = { figure, metadata: {}, data: [], client_id: ids.revision };
    expect((await user.post('revision/', again)).status).toBe(409);
    await body(200, user.post(`trash/${ids.figure}/restore/`));
    const { figures } = await body(200, user.get(`analysis/${ids.analysis}/`));
    expect(figures.map((one: any) => [one.api_id, one.name])).toEqual([
      [ids.figure, name],
      [figure, name],
    ]);
  });

  test('brings back the parents that were deleted after it [17.5]', async () => {
    const { ids } = await plant();
    for (const kind of ['revision', 'figure', 'analysis', 'workspace'] as const)
      await body(204, user.delete(`${kind}/${ids[kind]}/`));
    const { entries } = await body(200, user.get(`trash/?workspace=${ids.workspace}`));
    expect(entries.map((item: any) => [item.kind, item.with])).toEqual([
      ['workspace', null],
      ['analysis', ids.workspace],
      ['figure', ids.analysis],
      ['revision', ids.figure],
    ]);
    const { restored } = await body(200, user.post(`trash/${ids.revision}/restore/`));
    expect(restored).toEqual([ids.workspace, ids.analysis, ids.figure, ids.revision]);
    await body(200, user.get(`revision/${ids.revision}/`));
    expect((await body(200, user.get(`trash/?workspace=${ids.workspace}`))).total).toBe(0);
  });

  test('is restored and deleted for good by those who may delete it [17.6]', async () => {
    const { ids } = await plant();
    await body(204, user.delete(`figure/${ids.figure}/`));
    const ask = async (caller: Caller) => [
      (await caller.post(`trash/${ids.figure}/restore/`)).status,
      (await caller.delete(`trash/${ids.figure}/`)).status,
    ];
    expect(await ask(friend)).toEqual([404, 404]);
    expect(await ask(nobody)).toEqual([403, 403]);
    expect(await ask(withKey((await newKey(user, { permission: 'publish' })).token))).toEqual([403, 403]);
    expect((await body(200, user.get(`trash/?workspace=${ids.workspace}`))).total).toBe(1);
    // No key deletes a workspace, so none restores one or deletes it for good.
    await body(204, user.delete(`workspace/${ids.workspace}/`));
    const full = withKey((await newKey(user)).token);
    expect((await full.post(`trash/${ids.workspace}/restore/`)).status).toBe(404);
    expect((await full.delete(`trash/${ids.workspace}/`)).status).toBe(404);
    expect((await full.post(`trash/${ids.figure}/restore/`)).status).toBe(403);
    expect(await body(200, full.delete(`trash/?workspace=${ids.workspace}`))).toEqual({ purged: 1 });
    expect((await body(200, user.get(`trash/?workspace=${ids.workspace}`))).total).toBe(1);
  });

  test('ends for good, alone or with all of its workspace [17.7]', async () => {
    const { ids } = await plant();
    const size = async () => (await body(200, user.get(`workspace/${ids.workspace}/`))).size_bytes;
    const all = await size();
    await body(204, user.delete(`figure/${ids.figure}/`));
    await body(204, user.delete(`asset/${ids.asset}/`));
    expect(await size()).toBe(0);
    const page = await body(200, user.get(`trash/?workspace=${ids.workspace}`));
    expect([page.total, page.size_bytes]).toEqual([2, all]);
    await body(204, user.delete(`trash/${ids.figure}/`));
    expect((await user.post(`trash/${ids.figure}/restore/`)).status).toBe(404);
    expect(await body(200, user.delete(`trash/?workspace=${ids.workspace}`))).toEqual({ purged: 1 });
    expect((await user.post(`trash/${ids.asset}/restore/`)).status).toBe(404);
    expect(await size()).toBe(0);
  });
});
