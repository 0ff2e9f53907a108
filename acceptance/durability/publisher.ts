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

type Packed = { sent: SentDatum; wire: Record<string, unknown> };

/** Publishes, changes and deletes until `isOver` is true or the server is gone. Throws on an error answer. */
export async function publishUntilOver(deps: PublisherDeps): Promise<void> {
  const { api, random, figures, ledger } = deps;
  while (!deps.isOver()) {
    const entry = newEntry(random.uuid(), random.pick(figures));
    ledger.push(entry);
    const data = await pack(deps);
    const made = random.chance(0.3) ? await publishInTwo(api, entry, data) : await publish(api, entry, data);
    if (random.chance(0.2)) await replace(deps, entry, data, made);
    if (random.chance(0.15)) await attempt(entry, 'absent', () => api.ok('DELETE', `revision/${entry.id}/`));
  }
}

const stateOf = (entry: Entry, data: readonly Packed[]): State => ({
  note: entry.id,
  data: data.map(({ sent }) => sent),
});

const publish = (api: Api, entry: Entry, data: readonly Packed[]): Promise<TreeObject> =>
  attempt(entry, stateOf(entry, data), () =>
    api.ok('POST', 'revision/', {
      figure: entry.figure,
      client_id: entry.id,
      metadata: { note: entry.id },
      data: data.map(({ wire }) => wire),
    }),
  );

/** Publishes in two calls, as clients of the first generation do. */
async function publishInTwo(api: Api, entry: Entry, data: readonly Packed[]): Promise<TreeObject> {
  await publish(api, entry, []);
  return attempt(entry, stateOf(entry, data), () =>
    api.ok('PUT', `revision/${entry.id}/?silent=true`, { data: data.map(({ wire }) => wire) }),
  );
}

/** Keeps the first datum by its ID and sends another one beside it. */
async function replace(deps: PublisherDeps, entry: Entry, data: readonly Packed[], made: TreeObject): Promise<void> {
  const [kept, added] = [data[0], await packOne(deps, 0)];
  const first: Datum | undefined = made.data[0];
  if (!kept || !first) return;
  await attempt(entry, stateOf(entry, [kept, added]), () =>
    deps.api.ok('PUT', `revision/${entry.id}/`, { data: [{ api_id: first.api_id }, added.wire] }),
  );
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
    wire: { name, type, metadata, data: bytes.toString('base64') },
  };
}
