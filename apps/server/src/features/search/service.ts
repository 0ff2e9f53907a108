import type { FoundType, SearchAnswer, SearchResult } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Stores } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objects } from '../../kernel/objects/index.ts';
import { visibleByShortId } from '../short-id/index.ts';
import { tagsOf } from '../tag/index.ts';
import { createReadStart } from './service/content.ts';
import { isTimeZone } from './service/days.ts';
import { readPassages } from './service/documents.ts';
import { type Hit, hitsOf } from './service/hits.ts';
import { bestLine, fitsIn, marksIn, shownPassages } from './service/matches.ts';
import { corrected, meanings } from './service/meaning.ts';
import { parseQuery } from './service/query.ts';
import { inObject, type ReadIndex } from './service/search-index.ts';
import type { Meant } from './service/where.ts';
import { newestBelow } from './store/documents.ts';
import { kindOf, numbersOf, reachOf } from './store.ts';
import { countsOf, toResult } from './wire.ts';

export interface SearchDeps {
  db: Db;
  clock: Clock;
  blobs: Pick<Stores, 'of'>;
  index: ReadIndex;
}

export interface AskedSearch {
  text: string;
  limit: number;
  cursor?: string | undefined;
  timeZone: string;
}

/** Searches with the rights of the caller. Throws `invalid_request` for an unknown time zone or cursor. */
export type Search = (principal: SignedIn, asked: AskedSearch) => Promise<SearchAnswer>;

/** Marks in one condition. Whoever reaches more searches everything, and only sees what they may. */
const MOST_MARKS = 1000;

export function createSearch({ db, clock, blobs, index }: SearchDeps): Search {
  const readStart = createReadStart(blobs);

  /** Results with their lines, where the name alone has not all words. */
  async function details(hits: readonly Hit[], meant: readonly Meant[]): Promise<SearchResult[]> {
    const texts = meant.filter(({ term }) => !term.not && (term.kind === 'word' || term.kind === 'phrase'));
    const isInName = ({ object }: Hit) => fitsIn(object.name, texts).every((fit) => fit > 0);
    const unclear = texts.length === 0 ? [] : hits.filter((hit) => !isInName(hit));
    const ids = unclear.map(({ object }) => object.id);
    const newest = await newestBelow(db, ids);
    const revisionOf = ({ object, revision }: Hit) => revision ?? newest.get(object.id)?.id;
    const passages = await readPassages(
      { db, readStart },
      unclear.map(revisionOf).filter((id) => id !== undefined),
    );
    const tags = await tagsOf(db, ids);
    const numbers = await numbersOf(
      db,
      hits.flatMap(({ object }) => (isRevision(object.kind) ? [object.id] : [])),
    );
    return hits.map((hit) => {
      const { object, revision } = hit;
      const result = toResult(object, numbers.get(object.id));
      const own = passages.get(revisionOf(hit) ?? '') ?? [];
      const line = unclear.includes(hit)
        ? bestLine(shownPassages(object.description, tags.get(object.id) ?? [], own), texts)
        : null;
      return { ...result, name_marks: marksIn(result.name, texts), match: line && { ...line, revision } };
    });
  }

  async function found(principal: SignedIn, { text, cursor, limit, timeZone }: AskedSearch) {
    const page = readCursor(cursor);
    const { terms, period } = parseQuery(text, clock.now(), timeZone);
    const reached = await reachOf(db, principal);
    const isEmpty = reached.length === 0 || (terms.length === 0 && Object.keys(period).length === 0);
    const reach = reached.length > MOST_MARKS ? [] : reached.map(inObject);
    const caller = { db, index, principal, reach };
    const bounded = { ...period, ...(page && { before: Math.min(page.before, period.before ?? page.before) }) };
    let meant = await meanings(caller, terms);
    let { hits, isComplete } = isEmpty ? NOTHING : await hitsOf(caller, meant, bounded);
    if (hits.length === 0 && !isEmpty) {
      meant = await corrected(caller, meant);
      if (meant.some(({ corrections }) => corrections.length > 0))
        ({ hits, isComplete } = await hitsOf(caller, meant, bounded));
    }
    const offset = page?.offset ?? 0;
    const shown = hits.slice(offset, offset + limit);
    const before = page?.before ?? hits.reduce((newest, { at }) => Math.max(newest, at), 0) + 1;
    return {
      results: await details(shown, meant),
      counts: countsOf(
        hits.map(({ object }) => object),
        isComplete,
      ),
      corrected: hits.length === 0 ? [] : correctedWords(meant),
      next: hits.length > offset + limit ? `${before}-${offset + limit}` : null,
    };
  }

  return async (principal, asked) => {
    if (!isTimeZone(asked.timeZone)) throw invalid('tz', 'must be the name of a time zone, such as `Europe/Berlin`');
    const opens = await opened(db, principal, asked.text.trim());
    const filling = (await index.readState()).filledFrom !== 0;
    return { opens, ...(await found(principal, asked)), filling };
  };
}

const NOTHING: { hits: Hit[]; isComplete: boolean } = { hits: [], isComplete: true };

const isRevision = (kind: string): boolean => kind === 'revision' || kind === 'asset_revision';

const correctedWords = (meant: readonly Meant[]): SearchAnswer['corrected'] =>
  meant.flatMap(({ term, corrections }) =>
    term.kind === 'word' && corrections.length > 0 ? [{ from: term.word.whole, to: [...corrections] }] : [],
  );

function readCursor(text: string | undefined): { before: number; offset: number } | undefined {
  if (text === undefined) return undefined;
  const [, before, offset] = /^(\d{1,16})-(\d{1,4})$/.exec(text) ?? [];
  if (before === undefined) throw invalid('cursor', 'must be the `next` of a page of the same search');
  return { before: Number(before), offset: Number(offset) };
}

const ID = /^(?:https?:\/\/\S*\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]\S*)?$/i;
const SHORT_ID = /^(?:https?:\/\/\S*\/r\/)?([0-9A-Za-z]{9,32})$/;

/** The object that a text names by its address, ID or short ID. */
async function opened(db: Db, principal: SignedIn, text: string): Promise<SearchAnswer['opens']> {
  const id = ID.exec(text)?.[1]?.toLowerCase();
  const shortId = SHORT_ID.exec(text)?.[1];
  if (id !== undefined) {
    const kind = (await kindOf(db, id)) as FoundType | 'organization' | undefined; // the kinds of objects
    if (kind === undefined || kind === 'organization') return null;
    return (await objects.can(db, principal, 'view', { kind, id })) ? { type: kind, api_id: id } : null;
  }
  const revision = shortId === undefined ? null : await visibleByShortId(db, principal, shortId);
  return revision && { type: 'revision', api_id: revision.id };
}
