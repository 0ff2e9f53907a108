import { type Findable, findable } from '../store.ts';
import { fitsIn } from './matches.ts';
import type { Caller } from './meaning.ts';
import type { Query } from './query.ts';
import type { FoundDocument, Where } from './search-index.ts';
import { type Meant, passesOf } from './where.ts';

/** A result: an object, and its revision that matches, if it is not the newest one. */
export interface Hit {
  object: Findable;
  revision: string | null;
  at: number;
}

/** Results of one search. Those beyond are neither ranked nor counted. */
const MOST_HITS = 500;
/** Requests to the index for one pass, since documents that the caller doesn't find are left out. */
const MOST_ROUNDS = 4;

/** The best results, best first, and whether there are no more. */
export async function hitsOf(
  caller: Caller,
  meant: readonly Meant[],
  period: Query['period'],
): Promise<{ hits: Hit[]; isComplete: boolean }> {
  const hits = new Map<string, Hit>();
  const passes = passesOf(meant, caller.reach);
  let isComplete = true;
  for (const where of passes?.current ?? []) {
    isComplete &&= await collect(caller, { where, ...period }, hits, currentHits);
    if (!isComplete) break;
  }
  if (passes && isComplete) isComplete = await collect(caller, { where: passes.older, ...period }, hits, olderHits);
  return { hits: ranked(hits, meant), isComplete };
}

type ToHits = (caller: Caller, found: readonly FoundDocument[], known: ReadonlyMap<string, Hit>) => Promise<Hit[]>;

/** Adds what a condition finds. Returns whether that is all. */
async function collect(
  { index, ...rest }: Caller,
  { where, from, before }: { where: Where } & Query['period'],
  hits: Map<string, Hit>,
  toHits: ToHits,
): Promise<boolean> {
  let below = before;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const asked = {
      where,
      limit: MOST_HITS,
      ...(from !== undefined && { from }),
      ...(below !== undefined && { before: below }),
    };
    const found = toHits === olderHits ? await index.findParents(asked) : await index.find(asked);
    for (const hit of await toHits({ index, ...rest }, found, hits)) {
      if (hits.size >= MOST_HITS) return false;
      if (!hits.has(hit.object.id)) hits.set(hit.object.id, hit);
    }
    if (found.length < MOST_HITS) return true;
    below = found.at(-1)?.at;
  }
  return false;
}

async function currentHits(
  { db, principal }: Caller,
  found: readonly FoundDocument[],
  known: ReadonlyMap<string, Hit>,
) {
  const fresh = found.filter(({ objectId }) => !known.has(objectId));
  const objects = await byId(
    await findable(
      db,
      principal,
      fresh.map(({ objectId }) => objectId),
    ),
  );
  return fresh.flatMap(({ objectId, at }): Hit[] => {
    const object = objects.get(objectId);
    return object ? [{ object, revision: null, at }] : [];
  });
}

/** Revisions stand for their figure or asset, unless that is hidden from the caller. */
async function olderHits({ db, principal }: Caller, found: readonly FoundDocument[], known: ReadonlyMap<string, Hit>) {
  const fresh = found.filter(({ parentId }) => parentId === null || !known.has(parentId));
  const ids = fresh.flatMap(({ objectId, parentId }) => (parentId === null ? [objectId] : [objectId, parentId]));
  const objects = await byId(await findable(db, principal, [...new Set(ids)]));
  return fresh.flatMap(({ objectId, at }): Hit[] => {
    const revision = objects.get(objectId);
    if (!revision) return [];
    const parent = objects.get(revision.parent_id ?? '');
    if (parent) return [{ object: parent, revision: objectId, at }];
    // One that a search hides for a moment, until its new text is in the index.
    return isAlone(revision) ? [{ object: revision, revision: objectId, at }] : [];
  });
}

const isAlone = ({ is_member, parent_shared, grandparent_shared }: Findable): boolean =>
  is_member + parent_shared + grandparent_shared === 0;

const byId = async (rows: readonly Findable[]): Promise<Map<string, Findable>> =>
  new Map(rows.map((row) => [row.id, row]));

/** Sorts by the words in names. Results of equal weight keep their order: by the pass, and newest first. */
function ranked(hits: ReadonlyMap<string, Hit>, meant: readonly Meant[]): Hit[] {
  const texts = meant.filter(({ term }) => !term.not && (term.kind === 'word' || term.kind === 'phrase'));
  const scored = [...hits.values()].map((hit) => ({ hit, score: scoreOf(hit.object, texts) }));
  return scored.toSorted((a, b) => b.score - a.score).map(({ hit }) => hit);
}

function scoreOf({ kind, name, parent_name }: Findable, texts: readonly Meant[]): number {
  const own = fitsIn(kind === 'revision' || kind === 'asset_revision' ? (parent_name ?? '') : name, texts);
  const above = kind === 'figure' ? fitsIn(parent_name ?? '', texts) : [];
  return own.reduce((sum, fit, at) => sum + (fit > 0 ? 6 + fit : (above[at] ?? 0) > 0 ? 3 : 0), 0);
}
