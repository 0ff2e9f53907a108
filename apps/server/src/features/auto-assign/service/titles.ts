import { figuresIn } from './makers.ts';
import { type Group, isGiven, isMark, lastOf, type Outline, outlineOf, type Part, receiverOf } from './outline.ts';
import { tokensOf } from './tokens.ts';

/** Calls whose first argument is a title: of the whole figure, or of one plot. */
const OF_FIGURE = new Set(['suptitle']);
const OF_PLOT = new Set(['title', 'set_title', 'ggtitle']);

/** Arguments that hold a title, in any call: plotly, pandas, seaborn, ggplot's `labs`, R's `plot`. */
const ARGUMENTS = new Set(['title', 'title_text', 'main', 'figure_title']);
/** Calls whose title argument is the title of the whole figure. */
const OF_WHOLE = new Set(['plot_annotation']);

/** Calls, and keys of dictionaries, whose `title` is not the figure's. */
const OTHERS = /legend|guide|axis|axes|colou?r_?bar|^theme$|^element_|^aes$/i;
/** Altair's encodings. */
const ENCODINGS =
  /^alt\.(X|Y|X2|Y2|Color|Fill|Stroke|Size|Shape|Opacity|Row|Column|Facet|Tooltip|Detail|Theta|Order|Text)$/;
/** Receivers with a title of their own: `legend.set_title("…")`. */
const RECEIVERS = /legend|guide|axis|colou?r_?bar|(^|\.)cbar|(^|\.)leg$/i;

/** Names of the first argument, if it is named: `ggtitle(label = "…")`, `suptitle(t="…")`. */
const FIRST = new Set(['label', 't']);

/** Calls that wrap a title's text: `title=dict(text="…")`, `title=list(text="…")`. */
const HOLDERS = new Set(['dict', 'list']);

/** `chart.title = "…"`, `p.title.text = …` */
const ATTRIBUTE = /\.(sup)?title(_text|\.text)?$/;

/** Code with more titles or regions is skipped: 64 kB of text can consist of brackets and titles. */
const MOST_TITLES = 500;
const MOST_REGIONS = 500;

export interface CodeTitles {
  /** The only title that the code gives its figure. */
  title: string | null;
  /** The code may make figures with several titles, so it doesn't show which title is this figure's. */
  isAmbiguous: boolean;
}

/** A position where code sets a title; `text` is null if the title isn't a literal. */
interface Mention {
  at: number;
  isOfFigure: boolean;
  text: string | null;
  /** The name of the object that gets the title: `axs` of `axs[0].set_title("…")`. */
  of: string;
}

/**
 * Finds the title that Python or R code gives its figure, if it is a literal. In code that makes one figure, a title of
 * the whole figure takes precedence over titles of its plots. If the code may make several figures, or one title is not
 * a literal, there is no title: it could be another figure's.
 */
export function titlesIn(code: string): CodeTitles {
  const outline = outlineOf(tokensOf(code));
  const mentions = mentionsIn(outline);
  if (mentions.length > MOST_TITLES || outline.regions.length > MOST_REGIONS) return { title: null, isAmbiguous: true };
  const figures = figuresIn(
    outline,
    mentions.map(({ at }) => at),
  );
  const whole = mentions.filter(({ isOfFigure }) => isOfFigure);
  // Plots of one figure are elements of one list. If no figure is seen, several receivers may be several figures.
  const plots = new Set(mentions.filter(({ isOfFigure }) => !isOfFigure).map(({ of }) => of));
  const isMixed = whole.length > 0 && plots.size > 1;
  if (figures === 'several' || (isMixed && figures === 'none')) return { title: null, isAmbiguous: true };
  const texts = new Set((whole.length > 0 ? whole : mentions).map(({ text }) => text));
  const [title = null] = texts.size === 1 ? texts : [];
  return { title, isAmbiguous: texts.size > 0 && title === null };
}

function mentionsIn(outline: Outline): Mention[] {
  const mentions: Mention[] = [];
  /** Positions of argument names, which set no attribute: `theme(plot.title = …)`. */
  const keys = new Set<number>();
  const mention: Add = (at, isOfFigure, text, of = '') => {
    if (text !== '') mentions.push({ at, isOfFigure, text, of });
  };
  for (const group of outline.groups) {
    for (const { key, from } of group.parts) if (key !== null && group.bracket === '(') keys.add(from - 2);
    if (group.bracket === '(' && group.name !== '') mentionOfCall(outline, group, mention);
    for (const part of group.parts) mentionOfPart(outline, group, part, mention);
  }
  outline.tokens.forEach((_, at) => mentionOfWord(outline, at, keys, mention));
  return mentions;
}

type Add = (at: number, isOfFigure: boolean, text: string | null, of?: string) => void;

/** `plt.title("…")`, `ax.title.set_text("…")` */
function mentionOfCall(outline: Outline, group: Group, mention: Add): void {
  const [name, receiver] = [lastOf(group.name), receiverOf(group.name)];
  const isText = name === 'set_text' && ATTRIBUTE.test(`.${receiver}`);
  const isTitle = OF_FIGURE.has(name) || OF_PLOT.has(name) || isText;
  const of = receiver !== '' ? receiver : (outline.byClose.get(group.open - 2)?.name ?? '');
  if (!isTitle || RECEIVERS.test(of)) return;
  const first = group.parts.find(({ key }) => key === null) ?? group.parts.find(({ key }) => FIRST.has(key ?? ''));
  if (first) mention(group.open, OF_FIGURE.has(name), textOf(outline, group, first), of);
  // An unclosed call: the code ends here.
  else if (!group.isClosed) mention(group.open, OF_FIGURE.has(name), null);
}

/** `title="…"` in a call, `"title": "…"` in a dictionary. */
function mentionOfPart(outline: Outline, group: Group, part: Part, mention: Add): void {
  if (part.key === null || !ARGUMENTS.has(part.key)) return;
  const name = lastOf(group.name);
  const isHeld = group.bracket === '{' || HOLDERS.has(name);
  if (isHeld) {
    // The dictionary's use shows what it is the title of.
    if (!OTHERS.test(group.holder)) mention(part.from, false, null);
  } else if (group.name !== '' && !OTHERS.test(name) && !ENCODINGS.test(group.name))
    mention(part.from, OF_WHOLE.has(name), valueOf(outline, group, part));
}

/** `chart.title = "…"`, `layout["title"] = …`, `p$labels$title <- …`, and `set_title` passed on without a call. */
function mentionOfWord({ tokens }: Outline, at: number, keys: ReadonlySet<number>, mention: Add): void {
  const { kind, text } = tokens[at] ?? { kind: 'other', text: '' };
  if (kind === 'other') return;
  const name = lastOf(text);
  const isUncalled = kind === 'string' || !isMark(tokens[at + 1], '(');
  if (name === text || kind === 'name')
    if (isUncalled && /^(suptitle|set_title|ggtitle)$/.test(name)) return mention(at, OF_FIGURE.has(name), null);
  if (kind === 'string') {
    const isSet = ARGUMENTS.has(text) && isMark(tokens[at + 1], ']') && isGiven(tokens, at + 2);
    if (isSet && !OTHERS.test(tokens[at - 3]?.text ?? '')) mention(at, false, null);
  } else if (ATTRIBUTE.test(text) && isGiven(tokens, at + 1) && !keys.has(at)) {
    const [value, after] = [tokens[at + 2], tokens[at + 3]];
    const isLiteral = value?.kind === 'string' && (after === undefined || after.indent !== null);
    if (!RECEIVERS.test(text)) mention(at, false, isLiteral ? value.text.trim() : null);
  } else if (text === 'title' && isMark(tokens[at - 1], '$') && isGiven(tokens, at + 1)) mention(at, false, null);
}

/** `"…"`, `dict(text="…")`, `list(text = "…")` or `{"text": "…"}` */
function valueOf(outline: Outline, group: Group, part: Part): string | null {
  const { tokens } = outline;
  const isHeld = HOLDERS.has(tokens[part.from]?.text ?? '') && isMark(tokens[part.from + 1], '(');
  const at = isHeld ? part.from + 1 : part.from;
  if (!isHeld && !isMark(tokens[at], '{')) return textOf(outline, group, part);
  const held = outline.byOpen.get(at);
  const text = held?.isClosed && held.close === part.to - 1 ? held.parts.find(({ key }) => key === 'text') : undefined;
  return held && text ? textOf(outline, held, text) : null;
}

/** The text of an argument that is only a literal; empty for `title=None`. */
function textOf({ tokens }: Outline, { isClosed }: Group, { from, to }: Part): string | null {
  const words = tokens.slice(from, Math.min(to, from + MOST_WORDS));
  if (!isClosed || words.length === 0 || words.length === MOST_WORDS) return null;
  if (words.length === 1 && /^(None|NULL)$/.test(words[0]?.text ?? '')) return '';
  if (!words.every(({ kind }) => kind === 'string')) return null;
  return words
    .map(({ text }) => text)
    .join('')
    .trim();
}

/** Most adjacent literals that form one text. */
const MOST_WORDS = 20;

/** Reads the title in a revision's metadata. */
export function titleOfMetadata(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  for (const key of ['title', 'figure_title']) {
    const value: unknown = Object.hasOwn(metadata, key) ? Reflect.get(metadata, key) : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return null;
}
