import { KINDS, type Term } from './query.ts';
import {
  CURRENT,
  type Field,
  HAS_TABLE,
  OLDER,
  ofKind,
  shownAs,
  type TextField,
  tagged,
  type Where,
  withPackage,
} from './search-index.ts';
import { WHOLE, type Word } from './words.ts';

/** A term with what it stands for besides its own words. */
export interface Meant {
  term: Term;
  /** Marks of the people and analyses that a word or an operator names. */
  marks: readonly string[];
  /** Words that a mistyped word may have been meant as. */
  corrections: readonly string[];
}

/** No document has this mark. */
const NOTHING = 'nothing';

/** Words of so many letters are also looked up as the beginning of longer ones in texts and code. */
const SHORTEST_PREFIX = 3;
const IS_ASCII = /^[a-z0-9]+$/;

export const mark = (word: string): Where => ({ word, prefix: false, in: ['marks'] });
export const anyMark = (marks: readonly string[]): Where => ({
  any: (marks.length > 0 ? marks : [NOTHING]).map(mark),
});

/** The documents with a word or phrase in some fields. */
function textWhere({ term, marks, corrections }: Meant, fields: readonly TextField[]): Where {
  // The names of people and analyses weigh as much as labels.
  const named = fields.includes('label') || fields.includes('older') ? marks.map(mark) : [];
  if (term.kind === 'phrase') return { any: [{ phrase: term.parts, prefix: false, in: fields }, ...named] };
  if (term.kind !== 'word') return anyMark(named.length > 0 ? marks : []);
  const others = corrections.map((word): Where => ({ word, prefix: false, in: fields }));
  return { any: [wordWhere(term.word, fields), ...others, ...named] };
}

/** Documents with an identifier, or with all its parts. */
export const wordWhere = ({ parts, whole }: Pick<Word, 'parts' | 'whole'>, fields: readonly TextField[]): Where => ({
  any: [{ all: parts.map((part) => beginningWith(part, fields)) }, { word: WHOLE + whole, prefix: false, in: fields }],
});

/** Documents with a word, or with one that begins with it. A short word begins too many others in long texts. */
function beginningWith(word: string, fields: readonly TextField[]): Where {
  const isLong = word.length >= SHORTEST_PREFIX || !IS_ASCII.test(word);
  const some = (names: readonly Field[], prefix: boolean): Where[] =>
    names.length > 0 ? [{ word, prefix, in: names }] : [];
  if (isLong) return { any: some(fields, true) };
  const isShort = (field: TextField) => field === 'name' || field === 'label';
  return {
    any: [
      ...some(fields.filter(isShort), true),
      ...some(
        fields.filter((field) => !isShort(field)),
        false,
      ),
    ],
  };
}

function filterWhere({ term, marks }: Meant): Where {
  if (term.kind === 'tag') return mark(tagged(term.value.toLowerCase()));
  if (term.kind === 'package') return mark(withPackage(term.value));
  if (term.kind === 'table') return mark(HAS_TABLE);
  if (term.kind === 'type') return mark(KINDS.has(term.value) ? ofKind(term.value) : shownAs(term.value));
  return anyMark(marks);
}

const isText = ({ term }: Meant): boolean => term.kind === 'word' || term.kind === 'phrase';

/** Conditions of one search. */
export interface Passes {
  /** For newest texts. The documents of each are better matches than those of the next one. */
  current: Where[];
  /** For older revisions. */
  older: Where;
}

const CODE_FIELDS = ['name', 'label', 'text', 'code'] as const;
const CURRENT_FIELDS = [...CODE_FIELDS, 'history'] as const;

/**
 * The conditions of a search, or null if nothing is asked for. `reach`: marks of what the caller reaches; empty: it is
 * too much for a condition.
 */
export function passesOf(meant: readonly Meant[], reach: readonly string[]): Passes | null {
  const texts = meant.filter((one) => isText(one) && !one.term.not);
  const filters = [
    ...(reach.length > 0 ? [anyMark(reach)] : []),
    ...meant.filter((one) => !isText(one) && !one.term.not).map(filterWhere),
  ];
  const excluded = meant.filter(({ term }) => term.not);
  const pass = (conditions: readonly Where[], fields: readonly TextField[]): Where => {
    const all = [...conditions, ...filters];
    if (excluded.length === 0) return { all };
    return { all, but: { any: excluded.map((one) => (isText(one) ? textWhere(one, fields) : filterWhere(one))) } };
  };
  const allIn = (fields: readonly TextField[]) => texts.map((one) => textWhere(one, fields));
  const older = pass([mark(OLDER), ...allIn(['older'])], ['older']);
  if (texts.length === 0)
    return filters.length === 0 ? null : { current: [pass([mark(CURRENT)], CURRENT_FIELDS)], older };
  const everywhere = allIn(CURRENT_FIELDS);
  const current = [
    allIn(['name']),
    allIn(['name', 'label']),
    ...(texts.length > 1 ? [[{ any: allIn(['name', 'label']) }, ...everywhere]] : []),
    allIn(['name', 'label', 'text']),
    allIn(CODE_FIELDS),
    everywhere,
  ];
  // A person or an analysis has older revisions, too.
  const isNamed = texts.some(({ marks }) => marks.length > 0);
  return {
    current: current.map((conditions) => pass(isNamed ? [mark(CURRENT), ...conditions] : conditions, CURRENT_FIELDS)),
    older,
  };
}
