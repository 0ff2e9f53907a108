import { afterAll, beforeAll, expect, it } from 'vitest';
import { isThere } from '../../kernel/objects/index.ts';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';
import { removeDeleted } from '../../testing/removed.ts';
import { checkRows } from '../backup/index.ts';

let test: TestServer;
let account: Awaited<ReturnType<TestServer['account']>>;
beforeAll(async () => {
  test = await startTestServer();
  account = await test.account();
});
afterAll(() => test.close());

const db = () => test.server.database.db;
async function ok(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const { status, text, body: answer } = await test.call(method, path, body, account.proof);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return answer;
}

/** An object as it must be: `root` is the object in the trash with which it was deleted, null: it is there. */
interface Model {
  id: string;
  kind: 'workspace' | 'analysis' | 'figure' | 'revision';
  parent: Model | null;
  root: Model | null;
  isPurged: boolean;
  bytes: number;
}
const CHILD = { workspace: 'analysis', analysis: 'figure', figure: 'revision' } as const;

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function createWorld(next: () => number) {
  const models: Model[] = [];
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
  const isBelow = (model: Model, top: Model): boolean =>
    model === top || (model.parent !== null && isBelow(model.parent, top));
  const there = () => models.filter((one) => one.root === null && !one.isPurged);
  const resting = () => models.filter((one) => one.root === one && !one.isPurged);

  async function add(): Promise<void> {
    const parent = next() < 0.1 ? null : pick(there().filter(({ kind }) => kind !== 'revision'));
    const kind = parent ? CHILD[parent.kind as keyof typeof CHILD] : 'workspace';
    const bytes = kind === 'revision' ? 1 + Math.floor(next() * 9) : 0;
    const data = [{ name: 'd', type: 'text', metadata: {}, data: base64('x'.repeat(bytes)) }];
    const fields = kind === 'revision' ? { metadata: {}, data } : { name: kind };
    const made = await ok('POST', `${kind}/`, { ...fields, ...(parent && { [parent.kind]: parent.id }) });
    models.push({ id: made.api_id, kind, parent: parent ?? null, root: null, isPurged: false, bytes });
  }
  async function remove(): Promise<void> {
    const top = pick(there().filter(({ kind }) => kind !== 'workspace' || next() < 0.3));
    if (!top) return;
    await ok('DELETE', `${top.kind}/${top.id}/`);
    for (const one of there().filter((model) => isBelow(model, top))) one.root = top;
  }
  async function restore(): Promise<void> {
    const item = pick(resting());
    if (!item) return;
    const line: Model[] = [];
    for (let root: Model | null = item; root; root = root.parent?.root ?? null) line.unshift(root);
    const { restored } = await ok('POST', `trash/${item.id}/restore/`);
    expect(restored).toEqual(line.map(({ id }) => id));
    for (const one of models) if (one.root && line.includes(one.root) && !one.isPurged) one.root = null;
  }
  async function purge(): Promise<void> {
    const item = pick(resting());
    if (!item) return;
    await ok('DELETE', `trash/${item.id}/`);
    const gone = new Set([item]);
    // Objects that were deleted from below it before go too.
    for (let before = -1; before !== gone.size; ) {
      before = gone.size;
      for (const one of resting()) if (one.parent?.root && gone.has(one.parent.root)) gone.add(one);
    }
    for (const one of models) if (one.root && gone.has(one.root)) one.isPurged = true;
  }
  async function move(): Promise<void> {
    const figure = pick(there().filter(({ kind }) => kind === 'figure' || kind === 'analysis'));
    if (!figure?.parent) return;
    const { kind } = figure.parent;
    const to = pick(there().filter((one) => one.kind === kind));
    if (!to || to === figure.parent) return;
    await ok('PATCH', `${figure.kind}/${figure.id}/`, { [kind]: to.id });
    figure.parent = to;
  }

  async function check(): Promise<void> {
    const rows = await db().selectFrom('objects').select(['id', 'size_bytes']).where(isThere('objects')).execute();
    const sizes = new Map(rows.map((row) => [row.id, row.size_bytes]));
    expect(models.filter(({ id }) => sizes.has(id)).map(({ id }) => id)).toEqual(there().map(({ id }) => id));
    for (const top of there()) {
      const sum = there().reduce((bytes, one) => bytes + (isBelow(one, top) ? one.bytes : 0), 0);
      expect([top.kind, sizes.get(top.id)]).toEqual([top.kind, sum]);
    }
    const { entries, total } = await ok('GET', 'trash/?limit=200');
    expect(entries.map((item: any) => item.api_id).toSorted()).toEqual(
      resting()
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(total).toBe(resting().length);
    for (const item of entries) {
      const below = models.filter((one) => one.root?.id === item.api_id && !one.isPurged && one.id !== item.api_id);
      const count = (kind: Model['kind']) => below.filter((one) => one.kind === kind).length;
      expect([item.analyses, item.figures, item.revisions]).toEqual([
        count('analysis'),
        count('figure'),
        count('revision'),
      ]);
    }
    expect(await checkRows(db(), test.server.database.engine)).toEqual([]);
  }
  const steps = [add, add, add, add, add, remove, remove, restore, move, purge];
  return { models, check, step: async () => (pick(steps) ?? add)() };
}

it.each([1, 2])(
  'deletes, restores, moves and purges in any order keep sizes and counts right (%i)',
  async (seed) => {
    const world = createWorld(numbers(seed));
    for (let step = 0; step < 80; step++) {
      await world.step();
      if (step % 4 === 3) await world.check();
    }
    await ok('DELETE', 'trash/');
    await removeDeleted(db());
    const ids = world.models.filter(({ root }) => root !== null).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(5);
    expect(await db().selectFrom('objects').select('id').where('id', 'in', ids).execute()).toEqual([]);
    expect(await db().selectFrom('trash').selectAll().execute()).toEqual([]);
  },
  60_000,
);
