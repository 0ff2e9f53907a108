import { type Period, periodOf } from './days.ts';
import { type Word, wordsOf } from './words.ts';

/** One thing that a document must have, or with `not` must not have. */
export type Term = { not: boolean } & (
  | { kind: 'word'; word: Pick<Word, 'parts' | 'whole'> }
  | { kind: 'phrase'; parts: readonly string[] }
  | { kind: 'named'; operator: 'workspace' | 'analysis' | 'author'; value: string }
  | { kind: 'tag' | 'package' | 'type'; value: string }
  | { kind: 'table' }
);

export interface Query {
  terms: readonly Term[];
  /** Change of the documents. */
  period: { from?: number; before?: number };
}

/** Terms of one query. Further ones are left out. */
const MOST_TERMS = 24;

const OPERATOR = /^(workspace|analysis|author|tag|type|package|has|before|after|on):/i;
/** The value of an operator: quoted, words for a time, or up to the next space. */
const VALUE = /^(?:"([^"]*)"?|(\S*))/;
const TIME = /^(?:"([^"]*)"?|((?:last|this) [a-z]+|\d{1,4} (?:day|week|month|year)s? ago)(?=\s|$)|(\S*))/i;

/** Reads what somebody typed. Everything is a query: what is no operator is a word, and the rest is left out. */
export function parseQuery(text: string, now: number, timeZone: string): Query {
  const terms: Term[] = [];
  const period: Query['period'] = {};
  let rest = text.trim();
  while (rest !== '' && terms.length < MOST_TERMS) {
    const not = /^-(?=[^\s-])/.test(rest);
    const start = not ? rest.slice(1) : rest;
    const operator = OPERATOR.exec(start)?.[1]?.toLowerCase();
    const read = operator === undefined ? undefined : readOperator(operator, start.slice(operator.length + 1));
    if (read) {
      const time = read.time && periodOf(read.value, now, timeZone);
      if (time && !not) narrow(period, operator ?? '', time);
      else if (read.term) terms.push({ ...read.term, not });
      if (time || read.term) {
        rest = read.rest.trimStart();
        continue;
      }
    }
    const [whole, quoted] = /^(?:"([^"]*)"?|\S+)/.exec(start) ?? [''];
    if (quoted === undefined) terms.push(...wordTerms(whole, not));
    else if (quoted.trim() !== '') terms.push(...phraseTerm(quoted, not));
    rest = start.slice(Math.max(1, whole.length)).trimStart();
  }
  return { terms: terms.slice(0, MOST_TERMS), period };
}

type WithoutNot<T> = T extends Term ? Omit<T, 'not'> : never;

interface Operator {
  rest: string;
  value: string;
  time: boolean;
  term?: WithoutNot<Term>;
}

function readOperator(operator: string, start: string): Operator | undefined {
  const time = ['before', 'after', 'on'].includes(operator);
  const [found = '', ...values] = (time ? TIME : VALUE).exec(start) ?? [];
  const value = (values.find((one) => one !== undefined) ?? '').trim();
  if (value === '') return undefined;
  const read = { rest: start.slice(found.length), value, time };
  if (time) return read;
  const term = termOf(operator, value);
  return term && { ...read, term };
}

function termOf(operator: string, value: string): WithoutNot<Term> | undefined {
  if (operator === 'workspace' || operator === 'analysis' || operator === 'author')
    return { kind: 'named', operator, value };
  if (operator === 'tag' || operator === 'package') return { kind: operator, value };
  if (operator === 'has') return value.toLowerCase() === 'table' ? { kind: 'table' } : undefined;
  const type = value.toLowerCase();
  return operator === 'type' && TYPES.has(type) ? { kind: 'type', value: type } : undefined;
}

/** Kinds of objects, and of figures by their newest revision. */
export const KINDS: ReadonlySet<string> = new Set(['workspace', 'analysis', 'figure', 'asset']);
const TYPES: ReadonlySet<string> = new Set([...KINDS, 'picture', 'interactive', 'table', 'other']);

function narrow(period: Query['period'], operator: string, { from, until }: Period): void {
  if (operator === 'before') period.before = Math.min(period.before ?? from, from);
  if (operator === 'after') period.from = Math.max(period.from ?? until, until);
  if (operator !== 'on') return;
  period.from = Math.max(period.from ?? from, from);
  period.before = Math.min(period.before ?? until, until);
}

const wordTerms = (text: string, not: boolean): Term[] =>
  [...wordsOf(text)].map(({ parts, whole }) => ({ kind: 'word', word: { parts, whole }, not }));

function phraseTerm(text: string, not: boolean): Term[] {
  const parts = [...wordsOf(text)].flatMap((word) => word.parts);
  return parts.length === 0 ? [] : [{ kind: 'phrase', parts, not }];
}
