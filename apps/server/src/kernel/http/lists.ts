import type { Kind } from '@gofigr/contract';
import type { Db } from '../db/index.ts';
import { Slices } from '../json-stream/index.ts';
import { childCounts, childrenAfter, objects, type StoredObject, wire } from '../objects/index.ts';
import { Streamed } from './context.ts';

/** Rows that are read at once for a long list. Their answers take the processor for some milliseconds. */
export const SLICE = 100;

/** A list of an answer: whole if it is short, else read while it is sent. */
export type List = readonly unknown[] | Slices;

/**
 * Reads rows in order of their sequence, so many at once, until there are no more. Nothing is open between two reads: a
 * slow reader holds no transaction.
 */
export async function* inSlices<T extends { seq: number }>(
  read: (after: number, limit: number) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let after = -1; ; ) {
    const rows = await read(after, SLICE);
    if (rows.length > 0) yield rows;
    if (rows.length < SLICE) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

/** Divides what is known already. */
export async function* slicesOf<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += SLICE) yield items.slice(start, start + SLICE);
}

/** Reads a list to its end if it has one slice, else leaves the rest to the stream. */
export async function listOf(slices: AsyncGenerator<readonly unknown[]>): Promise<List> {
  const first = await slices.next();
  if (first.done === true) return [];
  const second = await slices.next();
  if (second.done === true) return first.value;
  return new Slices(async function* rest() {
    yield first.value;
    yield second.value;
    yield* slices;
  });
}

/** Converts the items of slices. */
export async function* mapped<T>(
  slices: AsyncIterable<readonly T[]>,
  convert: (items: readonly T[]) => readonly unknown[] | Promise<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  for await (const items of slices) yield await convert(items);
}

/** Sends an answer as a stream if one of its lists is long, or has an item with a long list. */
export const withLists = (answer: unknown, ...lists: readonly List[]): unknown =>
  lists.some((list) => list instanceof Slices || list.some(hasSlices)) ? new Streamed(answer) : answer;

const hasSlices = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && Object.values(item).some((value) => value instanceof Slices);

/** Sends one list. */
export async function answerList(slices: AsyncGenerator<readonly unknown[]>): Promise<unknown> {
  const list = await listOf(slices);
  return withLists(list, list);
}

/** Reads the children of parents: those of some, and those of one in slices. */
export interface ChildReader<C> {
  count(parentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Children by the IDs of their parents. */
  some(parentIds: readonly string[]): Promise<ReadonlyMap<string, readonly C[]>>;
  slices(parentId: string): AsyncGenerator<readonly C[]>;
}

/** Reads the objects of a kind in others. */
export const createChildReader = (db: Db, kind: Kind): ChildReader<StoredObject> => ({
  count: (ids) => childCounts(db, ids, kind),
  some: async (ids) => wire.byParent(await objects.children(db, ids, kind)),
  slices: (id) => inSlices((after, limit) => childrenAfter(db, id, kind, after, limit)),
});

/** Adds the lists of their children to parents, in slices that have about as many children as others have rows. */
export async function* withChildren<P extends { id: string }, C>(
  parents: AsyncIterable<readonly P[]>,
  reader: ChildReader<C>,
  convert: (children: readonly C[]) => readonly unknown[],
): AsyncGenerator<readonly (readonly [P, List])[]> {
  const answersOf = async (batch: readonly P[]) => {
    const children = await reader.some(batch.map(({ id }) => id));
    return batch.map((parent) => [parent, convert(children.get(parent.id) ?? [])] as const);
  };
  for await (const rows of parents) {
    const counts = await reader.count(rows.map(({ id }) => id));
    let batch: P[] = [];
    let children = 0;
    for (const parent of rows) {
      const count = counts.get(parent.id) ?? 0;
      if (batch.length > 0 && children + count > SLICE) {
        yield await answersOf(batch);
        [batch, children] = [[], 0];
      }
      if (count > SLICE) yield [[parent, new Slices(() => mapped(reader.slices(parent.id), convert))]];
      else {
        batch.push(parent);
        children += count;
      }
    }
    if (batch.length > 0) yield await answersOf(batch);
  }
}
