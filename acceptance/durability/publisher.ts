import { PUBLISH_TYPE } from '@gofigr/contract';
import { type Api, type Datum, type TreeObject } from './api.ts';
import { attempt, type Entry, newEntry, type SentDatum, type State } from './ledger.ts';
import type { Random } from './random.ts';

export type PublisherDeps = {
  api: Api;
  random: Random;
  figures: readonly string[];
  /** Bytes that several publishers send, so that some store the same blob at the same time. */
  common: readonly Buffer[];
  /** Upper limits of sizes to pick from. */
  sizes: readonly number[];
  hashOf(bytes: Uint8Array): Promise<string>;
  /** Record of all revisions. Each is added before it is sent. */
  ledger: Entry[];
  isOver(): boolean;
};

/** Small data, which a server on SQLite keeps in its database. Kills often hit the syncs that they share. */
export const SMALL_SIZES = [2000, 20_000, 60_000];

/** Data of up to 3 MB, small ones more often. */
export const ALL_SIZES = [20_000, 20_000, 100_000, 100_000, 400_000, 3_000_000];

/** A datum and its bytes. */
type Packed = { sent: SentDatum; bytes: Buffer };

/** Ways to send bytes: as base64, after the JSON, or before it, named by their hash. */
const WAYS = ['base64', 'base64', 'frame', 'upload'] as const;

/** Publishes, changes and deletes until `isOver` is true or the server is gone. Throws on an error answer. */
export async function publishUntilOver(deps: PublisherDeps): Promise<void> {
  const { api, random, figures, ledger } = deps;
  while (!deps.isOver()) {
    const entry = newEntry(random.uuid(), random.pick(figures));
    ledger.push(entry);
    const data = await pack(deps);
    const made = random.chance(0.3) ? await publishInTwo(deps, entry, data) : await publish(deps, entry, data);
    if (random.chance(0.2)) await replace(deps, entry, data, made);
    if (random.chance(0.15)) await attempt(entry, 'absent', () => api.ok('DELETE', `revision/${entry.id}/`));
  }
}

const stateOf = (entry: Entry, data: readonly Packed[]): State => ({
  note: entry.id,
  data: data.map(({ sent }) => sent),
});

const publish = (deps: PublisherDeps, entry: Entry, data: readonly Packed[]): Promise<TreeObject> =>
  attempt(entry, stateOf(entry, data), () =>
    send(deps, 'POST', 'revision/', data, {
      figure: entry.figure,
      client_id: entry.id,
      metadata: { note: entry.id },
    }),
  );

/** Publishes in two calls, as clients of the first generation do. */
async function publishInTwo(deps: PublisherDeps, entry: Entry, data: readonly Packed[]): Promise<TreeObject> {
  await publish(deps, entry, []);
  return attempt(entry, stateOf(entry, data), () => send(deps, 'PUT', `revision/${entry.id}/?silent=true`, data));
}

/** Keeps the first datum by its ID and sends another one beside it. */
async function replace(deps: PublisherDeps, entry: Entry, data: readonly Packed[], made: TreeObject): Promise<void> {
  const [kept, added] = [data[0], await packOne(deps, 0)];
  const first: Datum | undefined = made.data[0];
  if (!kept || !first) return;
  await attempt(entry, stateOf(entry, [kept, added]), () =>
    send(deps, 'PUT', `revision/${entry.id}/`, [added], {}, [{ api_id: first.api_id }]),
  );
}

/** Sends data, after those that are kept, in one of the ways. */
async function send(
  { api, random }: PublisherDeps,
  method: 'POST' | 'PUT',
  path: string,
  data: readonly Packed[],
  fields: object = {},
  kept: readonly object[] = [],
): Promise<TreeObject> {
  const way = random.pick(WAYS);
  const wire: object[] = [...kept];
  for (const { sent, bytes } of data) {
    const { hash, size, ...rest } = sent;
    if (way === 'upload') wire.push({ ...rest, blob: hash });
    else if (way === 'frame') wire.push({ ...rest, bytes: size });
    else wire.push({ ...rest, data: bytes.toString('base64') });
  }
  const body = { ...fields, data: wire };
  if (way === 'base64') return api.ok(method, path, body);
  if (way === 'upload') return publishNamed(api, data, () => api.ok(method, path, body));
  const frame = Buffer.concat([Buffer.from(`${JSON.stringify(body)}\n`), ...data.map(({ bytes }) => bytes)]);
  return api.ok(method, path, frame, PUBLISH_TYPE);
}

/** Uploads bytes before a publish that names them; again if another publisher has used and deleted the same bytes. */
async function publishNamed(
  api: Api,
  data: readonly Packed[],
  publishAll: () => Promise<TreeObject>,
): Promise<TreeObject> {
  for (;;) {
    for (const { sent, bytes } of data) await api.ok('PUT', `blob/${sent.hash}/`, bytes, 'application/octet-stream');
    try {
      return await publishAll();
    } catch (error) {
      if (!String(error).includes('"blob_missing"')) throw error;
    }
  }
}

async function pack(deps: PublisherDeps): Promise<Packed[]> {
  const count = deps.random.pick([1, 1, 2, 3]);
  const packed: Packed[] = [];
  for (let position = 0; position < count; position++) packed.push(await packOne(deps, position));
  return packed;
}

async function packOne({ random, common, sizes, hashOf }: PublisherDeps, position: number): Promise<Packed> {
  const bytes = random.chance(0.15) ? random.pick(common) : random.bytes(random.whole(1000, random.pick(sizes)));
  const type = random.pick(['file', 'text', 'image']);
  const metadata = { format: 'png', local_id: random.uuid(), path: '/some/where' };
  const name = `d${position} ${random.uuid().slice(0, 8)}`;
  return {
    sent: { name, type, metadata, hash: await hashOf(bytes), size: bytes.length },
    bytes,
  };
}
