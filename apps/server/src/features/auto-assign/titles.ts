import { type Token, tokensOf } from './tokens.ts';

/** Calls whose first argument, when it is a literal, is a title: of the whole figure, or of what is drawn in it. */
const OF_FIGURE = new Set(['suptitle']);
const OF_PLOT = new Set(['title', 'set_title', 'ggtitle']);

/** Arguments that hold a title, whatever is called: plotly, pandas, seaborn, ggplot's `labs`, R's `plot`. */
const ARGUMENTS = new Set(['title', 'title_text', 'main', 'figure_title']);

/** Calls whose `title` is not the figure's. */
const OTHERS = /legend|guide|axis|axes|colou?r_?bar|^dict$|^list$/i;

/** How the first argument is named where it is: `ggtitle(label = "…")`, `suptitle(t="…")`. */
const FIRST = new Set(['label', 't']);

/** How `title=dict(text="…")` and `title=list(text="…")` begin. */
const HOLDERS = new Set(['dict', 'list']);

export interface CodeTitles {
  /** The one title that the code gives its figure. */
  title: string | null;
  /** It gives several: code like this tells nothing about which of its figures this is. */
  several: boolean;
}

/**
 * The title that Python or R code gives to what it draws, where it stands there as a literal. A title of the whole figure
 * counts before those of its plots; of two different ones neither counts.
 */
export function titlesIn(code: string): CodeTitles {
  const tokens = tokensOf(code);
  const found = { figure: new Set<string>(), plot: new Set<string>() };
  const callers: string[] = [];
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (isMark(token, '(')) callers.push(before?.kind === 'name' ? lastOf(before.text) : '');
    else if (isMark(token, ')')) callers.pop();
    if (token.kind !== 'name') return;
    const name = lastOf(token.text);
    const title = titleAt(tokens, at, name, callers.at(-1) ?? '');
    if (title !== null) (OF_FIGURE.has(name) ? found.figure : found.plot).add(title);
  });
  const [titles] = [found.figure, found.plot].filter(({ size }) => size > 0);
  const [title = null] = titles?.size === 1 ? titles : [];
  return { title, several: (titles?.size ?? 0) > 1 };
}

/** The title that the name at a place begins: as a call with it, or as an argument of the call around it. */
function titleAt(tokens: readonly Token[], at: number, name: string, caller: string): string | null {
  const next = tokens[at + 1];
  if (isMark(next, '(') && (OF_FIGURE.has(name) || OF_PLOT.has(name))) {
    const isNamed = FIRST.has(tokens[at + 2]?.text ?? '') && isMark(tokens[at + 3], '=');
    return literalAt(tokens, isNamed ? at + 4 : at + 2);
  }
  const isArgument = isMark(next, '=') && !isMark(tokens[at + 2], '=') && caller !== '' && !OTHERS.test(caller);
  return isArgument && ARGUMENTS.has(name) ? valueAt(tokens, at + 2) : null;
}

/** `"…"`, `dict(text="…")`, `list(text = "…")` or `{"text": "…"}` */
function valueAt(tokens: readonly Token[], at: number): string | null {
  const [first, second, third, fourth] = tokens.slice(at, at + 4);
  if (isMark(first, '{') && second?.text === 'text' && isMark(third, ':')) return literalAt(tokens, at + 3);
  const isHeld = first?.kind === 'name' && HOLDERS.has(first.text) && isMark(second, '(');
  if (!isHeld) return literalAt(tokens, at);
  return third?.text === 'text' && isMark(fourth, '=') ? literalAt(tokens, at + 4) : null;
}

/** A literal that is the whole argument: not the beginning of a sum, nor formatted. */
function literalAt(tokens: readonly Token[], at: number): string | null {
  const [literal, after] = [tokens[at], tokens[at + 1]];
  if (literal?.kind !== 'string' || ![')', ',', '}'].some((mark) => isMark(after, mark))) return null;
  return literal.text.trim() || null;
}

/** `title` of `plt.title` */
const lastOf = (name: string): string => name.split('.').at(-1) ?? '';

const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === 'other' && token.text === mark;

/** The title in a revision's metadata. */
export function titleOfMetadata(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  for (const key of ['title', 'figure_title']) {
    const value: unknown = Object.hasOwn(metadata, key) ? Reflect.get(metadata, key) : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return null;
}
