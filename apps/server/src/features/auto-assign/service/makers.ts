import { axesIn, isAxes } from './axes.ts';
import { type Group, isGiven, lastOf, type Outline, type Region, receiverOf } from './outline.ts';

/** Calls that create a figure, in any library. */
const MAKERS = new Set(
  (
    'Figure FigureWidget make_subplots subplots subplot_mosaic figure ggplot qplot Chart plot_ly highchart ggpairs ' +
    'relplot displot catplot lmplot jointplot pairplot clustermap FacetGrid PairGrid JointGrid ' +
    'xyplot bwplot levelplot densityplot dotplot splom pheatmap Heatmap ggsurvplot autoplot'
  ).split(' '),
);

/** Calls without a receiver that create a figure: R's base graphics. */
const PLAIN = new Set(
  (
    'plot hist barplot boxplot pie curve pairs matplot image persp contour filled.contour mosaicplot stripchart ' +
    'dotchart coplot sunflowerplot smoothScatter heatmap qqnorm biplot stars vioplot plot.new plot.ts'
  ).split(' '),
);

/** plotly express: its functions that draw nothing. */
const EXPRESS = /^(px|express|plotly\.express)$/;
const NOT_EXPRESS = new Set(['set_mapbox_access_token', 'get_trendline_results', 'NO_COLOR']);

/** Methods of pandas objects that create a figure. */
const PANDAS = new Set(['plot', 'hist', 'boxplot']);

const PYPLOT = /^(plt|pyplot|pylab|matplotlib\.pyplot)$/;
/** pyplot functions that draw nothing. */
const NOT_DRAWING =
  /^(figure|subplots|subplot_mosaic|show|savefig|close|clf|ion|ioff|rc|rcdefaults|rc_context|switch_backend|pause|tight_layout|draw|xkcd|get_\w+|setp|set_\w+|gcf|gca|sca|register_cmap|colormaps)$/;
const SEABORN = /^(sns|seaborn)$/;
const ENDS = new Set(['show', 'close', 'clf']);

/** Relevant calls, by position. */
interface Calls {
  makers: Group[];
  /** Calls that draw into the current figure, or into one that pyplot creates for them. */
  draws: number[];
  /** Calls that end pyplot's current figure. */
  ends: number[];
  publishes: number[];
}

/**
 * Number of figures that the code makes; `none` if it makes none that we recognise. In doubt it is `several`: the code
 * makes more than one, or draws again after showing one. Code that makes a figure in a loop or function also counts as
 * `several`, unless all titles (at these positions) are inside it.
 */
export function figuresIn(outline: Outline, titles: readonly number[]): 'none' | 'one' | 'several' {
  const calls = callsIn(outline);
  if (makesSeveral(outline, calls, titles) || namesSeveral(outline)) return 'several';
  return calls.makers.length + calls.draws.length > 0 ? 'one' : 'none';
}

function makesSeveral(outline: Outline, calls: Calls, titles: readonly number[]): boolean {
  const { makers, draws, ends, publishes } = calls;
  const [maker] = makers;
  if (makers.length > 1 || publishes.length > 1) return true;
  const drawn = [...draws, ...makers.map(({ open }) => open)].toSorted((one, other) => one - other);
  const isUsed = (position: number) => (drawn[0] ?? Infinity) < position && (drawn.at(-1) ?? -1) > position;
  if ([...ends, ...publishes].some(isUsed)) return true;
  if (maker && draws.some((position) => position < maker.open || !isOfPyplot(maker))) return true;
  const repeated = [...(maker ? [maker.open] : []), ...ends, ...publishes];
  return repeated.some((position) => !areWithin(innermost(outline, position), titles));
}

/** Tells whether the code assigns several figures, such as `fig1, ax1 = …` and `fig2, ax2 = …`, from any calls. */
function namesSeveral({ tokens }: Outline): boolean {
  const named = new Set<string>();
  let targets: string[] = [];
  tokens.forEach(({ kind, text, indent }, at) => {
    if (indent !== null) targets = [];
    if (kind === 'name' && /^fig(ure)?_?\d*$/i.test(text)) targets.push(text);
    if (isGiven(tokens, at)) for (const name of targets.splice(0)) named.add(name);
  });
  return named.size > 1;
}

/** Tells whether all titles are inside the region. Figures from a loop without titles differ in something else. */
function areWithin(region: Region | undefined, titles: readonly number[]): boolean {
  if (!region) return true;
  if (titles.length === 0) return !region.isLoop;
  return titles.every((position) => region.from <= position && position < region.to);
}

function innermost({ regions }: Outline, position: number): Region | undefined {
  const enclosing = regions.filter(({ from, to }) => from <= position && position < to);
  return enclosing.toSorted((one, other) => one.to - one.from - (other.to - other.from))[0];
}

const isOfPyplot = ({ name }: Group): boolean =>
  /^(figure|subplots|subplot_mosaic)$/.test(lastOf(name)) || PANDAS.has(lastOf(name)) || SEABORN.test(receiverOf(name));

function callsIn(outline: Outline): Calls {
  const calls: Calls = { makers: [], draws: [], ends: [], publishes: [] };
  const axes = axesIn(outline, isFigureMaker);
  const own = definitions(outline);
  for (const group of outline.groups) {
    if (group.bracket !== '(' || group.name === '' || isDefined(outline, group)) continue;
    const [name, receiver] = [lastOf(group.name), receiverOf(group.name)];
    const isPyplot = PYPLOT.test(receiver);
    if (name === 'publish') calls.publishes.push(group.open);
    else if (isPyplot && ENDS.has(name)) calls.ends.push(group.open);
    else if (isMaker(outline, group, axes) && !own.has(group.name)) calls.makers.push(group);
    else if (isPyplot ? !NOT_DRAWING.test(name) : SEABORN.test(receiver) && /plot$|^heatmap$/.test(name))
      calls.draws.push(group.open);
  }
  return calls;
}

/** `figure(…)`, but not `fig.subplots(…)`, which divides an existing figure. */
function isFigureMaker({ name }: Group): boolean {
  const [last, receiver] = [lastOf(name), receiverOf(name)];
  if (EXPRESS.test(receiver)) return !NOT_EXPRESS.has(last);
  if (receiver === 'ff') return last.startsWith('create_');
  return MAKERS.has(last) && !/(^|\.)(sub)?fig\w*$/i.test(receiver);
}

function isMaker(outline: Outline, group: Group, axes: ReadonlySet<string>): boolean {
  // Draws into existing axes, in pandas, seaborn and R.
  if (group.parts.some(({ key }) => key === 'ax' || key === 'axes' || key === 'add')) return false;
  const { name } = group;
  if (isFigureMaker(group) || PLAIN.has(name)) return true;
  const isPandas = PANDAS.has(lastOf(name)) || lastOf(receiverOf(name)) === 'plot';
  return isPandas && name.includes('.') && !PYPLOT.test(receiverOf(name)) && !isAxes(outline, group, axes);
}

const isDefined = ({ tokens }: Outline, { open }: Group): boolean => tokens[open - 2]?.text === 'def';

/** Names of the functions that the code defines: `def plot(…)`, `plot <- function(…)`. */
function definitions({ tokens }: Outline): Set<string> {
  const names = new Set<string>();
  tokens.forEach(({ text }, at) => {
    if (text === 'def') names.add(tokens[at + 1]?.text ?? '');
    else if (text === 'function') names.add(tokens[at - (tokens[at - 1]?.text === '=' ? 2 : 3)]?.text ?? '');
  });
  return names;
}
