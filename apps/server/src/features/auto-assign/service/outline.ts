import type { Token } from './tokens.ts';

/** A pair of brackets with its content, and the name before it. */
export interface Group {
  /** Positions of the opening and of the closing bracket; an unclosed group closes at the end of the code. */
  open: number;
  close: number;
  isClosed: boolean;
  bracket: '(' | '[' | '{';
  /** R's `{` around statements. */
  isBlock: boolean;
  /** The name before the bracket: the called function of `(`, the indexed value of `[`. */
  name: string;
  /** The key that the group is the value of: `title` of `title=dict(…)`, `xaxis` of `"xaxis": {…}`. */
  holder: string;
  /** The parts between commas. */
  parts: Part[];
}

export interface Part {
  /** `title` of `title="…"` and of `"title": "…"`. */
  key: string | null;
  /** Positions of the value's first token, and of the first token after it. */
  from: number;
  to: number;
}

/** Code that may run several times, from and to a position. */
export interface Region {
  from: number;
  to: number;
  /** True for a loop, false for a function. */
  isLoop: boolean;
}

export interface Outline {
  tokens: readonly Token[];
  groups: readonly Group[];
  /** Groups by the positions of their brackets. */
  byOpen: ReadonlyMap<number, Group>;
  byClose: ReadonlyMap<number, Group>;
  regions: readonly Region[];
}

const CLOSES: Record<string, Group['bracket']> = { ')': '(', ']': '[', '}': '{' };
const LOOPS = new Set(['for', 'while', 'repeat']);
const FUNCTIONS = new Set(['def', 'function', 'lambda']);
/** R's loops that are function calls. */
const APPLIES = /^([lsvmt]?apply|Map|replicate|(p|i|fut)?(map|walk)\d?(_\w+)?)$/;

export const isMark = (token: Token | undefined, mark: string): boolean =>
  token?.kind === 'other' && token.text === mark;

/** Tells whether there is an assignment at this position: `=` that isn't `==`, or R's `<-`. */
export const isGiven = (tokens: readonly Token[], at: number): boolean =>
  (isMark(tokens[at], '=') && !isMark(tokens[at + 1], '=')) || (isMark(tokens[at], '<') && isMark(tokens[at + 1], '-'));

/** `title` of `plt.title` */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `plt` of `plt.title` */
export const receiverOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** Finds bracket groups, their names and parts, and code that may run several times, in one pass. */
export function outlineOf(tokens: readonly Token[]): Outline {
  const groups: Group[] = [];
  const byOpen = new Map<number, Group>();
  const byClose = new Map<number, Group>();
  const stack: { group: Group; from: number }[] = [];
  const regions = new RegionReader();

  const endPart = (at: number) => {
    const top = stack.at(-1);
    if (!top || at === top.from) return;
    top.group.parts.push(partOf(tokens, top.from, at, top.group.bracket));
  };
  tokens.forEach((token, at) => {
    regions.read(token, at, stack.at(-1)?.group, stack.length);
    if (token.kind !== 'other') return;
    const { text } = token;
    if (text === '(' || text === '[' || text === '{') {
      const group = beginGroup(tokens, at, text);
      groups.push(group);
      byOpen.set(at, group);
      stack.push({ group, from: at + 1 });
      if (APPLIES.test(lastOf(group.name))) regions.begin(at, stack.length, null, true);
    } else if (text === ',') {
      endPart(at);
      const top = stack.at(-1);
      if (top) top.from = at + 1;
    } else if (CLOSES[text] !== undefined && stack.at(-1)?.group.bracket === CLOSES[text]) {
      endPart(at);
      const group = stack.pop()?.group;
      if (!group) return;
      group.close = at;
      group.isClosed = true;
      byClose.set(at, group);
    }
  });
  return { tokens, groups, byOpen, byClose, regions: regions.all(tokens.length) };
}

function beginGroup(tokens: readonly Token[], at: number, bracket: Group['bracket']): Group {
  const before = tokens[at - 1];
  const isNamed = bracket !== '{' && before?.kind === 'name';
  const marked = isNamed ? at - 2 : at - 1;
  const isHeld = isMark(tokens[marked], '=') || isMark(tokens[marked], ':');
  return {
    open: at,
    close: tokens.length,
    isClosed: false,
    bracket,
    isBlock: bracket === '{' && (isMark(before, ')') || before?.text === 'else' || before?.text === 'repeat'),
    name: isNamed ? before.text : '',
    holder: isHeld ? (tokens[marked - 1]?.text ?? '') : '',
    parts: [],
  };
}

function partOf(tokens: readonly Token[], from: number, to: number, bracket: Group['bracket']): Part {
  const first = tokens[from];
  const isWord = first?.kind === 'name' || first?.kind === 'string';
  const isKey = isWord && (bracket === '{' ? isMark(tokens[from + 1], ':') : isGiven(tokens, from + 1));
  return isKey ? { key: first.text, from: from + 2, to } : { key: null, from, to };
}

/** Finds regions by their first word, the enclosing brackets, and the indentation of their lines. */
class RegionReader {
  readonly #found: Region[] = [];
  readonly #under: { region: Region; depth: number; indent: number | null }[] = [];
  #line = { at: 0, indent: 0 };

  read({ kind, text, indent }: Token, at: number, enclosing: Group | undefined, depth: number): void {
    if (indent !== null) this.#line = { at, indent };
    while (this.#isOver(at, indent, depth)) this.#end(at);
    if (kind !== 'name' || !(LOOPS.has(text) || FUNCTIONS.has(text))) return;
    // `[f(x) for x in xs]`: the code before the word is in the loop too.
    if (enclosing && !enclosing.isBlock) this.begin(enclosing.open, depth, null, LOOPS.has(text));
    else this.begin(this.#line.at, depth, this.#line.indent, LOOPS.has(text));
  }

  begin(from: number, depth: number, indent: number | null, isLoop: boolean): void {
    const region = { from, to: from, isLoop };
    this.#found.push(region);
    this.#under.push({ region, depth, indent });
  }

  all(end: number): Region[] {
    while (this.#under.length > 0) this.#end(end);
    return this.#found;
  }

  #isOver(at: number, indent: number | null, depth: number): boolean {
    const top = this.#under.at(-1);
    if (!top || at <= top.region.from) return false;
    if (depth < top.depth) return true;
    return indent !== null && top.indent !== null && depth === top.depth && indent <= top.indent;
  }

  #end(at: number): void {
    const top = this.#under.pop();
    if (top) top.region.to = at;
  }
}
