import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { persons } from '../../../kernel/objects/index.ts';
import { findable, peopleAround } from '../store.ts';
import { nearest, typoKeys } from './near-words.ts';
import type { Term } from './query.ts';
import { byUser, inObject, ofKind, type ReadIndex, type Where } from './search-index.ts';
import { anyMark, type Meant, mark, passesOf, wordWhere } from './where.ts';
import { type Word, wordsOf } from './words.ts';

export interface Caller {
  db: Db;
  index: ReadIndex;
  principal: SignedIn;
  /** Marks of what the caller reaches; empty: too much for a condition. */
  reach: readonly string[];
}

/** Shorter words name too many people and analyses. */
const SHORTEST = 3;
const MOST_NAMED = 50;
const MOST_CORRECTIONS = 5;

/** Adds the people, analyses and workspaces to terms that name them, of those whose names the caller may see. */
export async function meanings(caller: Caller, terms: readonly Term[]): Promise<Meant[]> {
  const asksPeople = terms.some(
    (term) => term.kind === 'word' || (term.kind === 'named' && term.operator === 'author'),
  );
  const people = asksPeople ? (await peopleAround(caller.db, caller.principal)).map(namesOfPerson) : [];
  return Promise.all(
    terms.map(async (term): Promise<Meant> => {
      const words = wordsIn(term);
      const isNamed = (names: readonly string[]) =>
        words.every(({ whole }) => names.some((name) => name.startsWith(whole)));
      const peopleNamed = () => people.flatMap(({ username, names }) => (isNamed(names) ? [byUser(username)] : []));
      const marks: string[] = [];
      if (term.kind === 'named') {
        if (term.operator !== 'author') marks.push(...(await placesNamed(caller, term.operator, words)));
        // Nobody learns that a mail address is somebody's username.
        else marks.push(...peopleNamed(), ...(persons.isMailLike(term.value) ? [] : [byUser(term.value)]));
      } else if (words.length > 0 && words.every(({ whole }) => whole.length >= SHORTEST))
        marks.push(...peopleNamed(), ...(await placesNamed(caller, 'analysis', words)));
      return { term, marks: [...new Set(marks)], corrections: [] };
    }),
  );
}

type Named = Pick<Word, 'parts' | 'whole'>;

const wordsIn = (term: Term): Named[] => {
  if (term.kind === 'word') return [term.word];
  return term.kind === 'named' ? [...wordsOf(term.value)] : [];
};

const namesOfPerson = (person: { username: string; first_name: string; last_name: string }) => ({
  username: person.username,
  names: [...wordsOf(`${person.username} ${person.first_name} ${person.last_name}`)].flatMap(({ whole, parts }) => [
    whole,
    ...parts,
  ]),
});

/** Marks of the workspaces or analyses with these words in their names. */
async function placesNamed(
  { db, index, principal, reach }: Caller,
  kind: 'workspace' | 'analysis',
  words: readonly Named[],
): Promise<string[]> {
  if (words.length === 0) return [];
  const all: Where[] = [
    ...(reach.length > 0 ? [anyMark(reach)] : []),
    mark(ofKind(kind)),
    ...words.map((word) => wordWhere(word, ['name'])),
  ];
  const found = await index.find({ where: { all }, limit: MOST_NAMED });
  const rows = await findable(
    db,
    principal,
    found.map(({ objectId }) => objectId),
  );
  return rows.map(({ id }) => inObject(id));
}

/**
 * Adds words that may have been meant to those that nothing has. Only words of objects that the caller finds count, so
 * that no correction tells a word of others.
 */
export async function corrected(caller: Caller, meant: readonly Meant[]): Promise<Meant[]> {
  return Promise.all(
    meant.map(async (one) => {
      const { term } = one;
      if (term.kind !== 'word' || term.not || term.word.parts.length > 1 || (await isFound(caller, one))) return one;
      const near = nearest(term.word.whole, await caller.index.wordsNear(typoKeys(term.word.whole)));
      const corrections: string[] = [];
      for (const word of near) {
        if (corrections.length >= MOST_CORRECTIONS) break;
        // As a phrase, because it must be the word itself, and not the beginning of another one.
        const meantWord: Meant = { term: { kind: 'phrase', parts: [word], not: false }, marks: [], corrections: [] };
        if (await isFound(caller, meantWord)) corrections.push(word);
      }
      return { ...one, corrections };
    }),
  );
}

/** Documents that are checked for one that the caller finds. */
const MOST_CHECKED = 200;

async function isFound({ db, index, principal, reach }: Caller, one: Meant): Promise<boolean> {
  const passes = passesOf([one], reach);
  for (const where of [passes?.current.at(-1), passes?.older]) {
    const found = where ? await index.find({ where, limit: MOST_CHECKED }) : [];
    if (
      (
        await findable(
          db,
          principal,
          found.map(({ objectId }) => objectId),
        )
      ).length > 0
    )
      return true;
  }
  return false;
}
