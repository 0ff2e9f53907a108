import { type Group, isGiven, lastOf, type Outline, receiverOf } from './outline.ts';

/** Calls that return axes of a figure. */
const GIVE_AXES = new Set([
  'add_subplot',
  'subplot',
  'add_axes',
  'axes',
  'gca',
  'twinx',
  'twiny',
  'subfigures',
  'subplots',
]);
/** Variable names of data tables, however they are assigned. */
const NAMED_TABLE = /^(df|data|frame|series|table)/i;
const NAMED_AXES = /(^|\.)(plt|pyplot|pylab|sub\w*|fig\w*|ax\w*)$/i;

/** Names of axes: those assigned from a figure, those derived from them, and parameters of loops and functions. */
export function axesIn({ tokens, groups, byOpen }: Outline, isFigureMaker: (group: Group) => boolean): Set<string> {
  const axes = new Set<string>();
  const add = (names: readonly string[]) => {
    for (const name of names) if (!NAMED_TABLE.test(name)) axes.add(name);
  };
  const givers = new Set<number>();
  for (const group of groups)
    if (group.bracket === '(' && (isFigureMaker(group) || GIVE_AXES.has(lastOf(group.name))))
      givers.add(group.open - 1);
  let targets: string[] = [];
  let given = false;
  tokens.forEach(({ kind, text, indent }, at) => {
    if (indent !== null) [targets, given] = [[], false];
    if (isGiven(tokens, at)) given = true;
    const isAxesHere =
      kind === 'name' && (givers.has(at) || axes.has(text.split('.')[0] ?? '') || NAMED_AXES.test(text));
    if (given && isAxesHere) add(targets.splice(0));
    if (kind === 'name' && !given) targets.push(text);
    if (text === 'in' && targets[0] === 'for') add(targets.splice(0));
    if (text === 'def') add(byOpen.get(at + 2)?.parts.map(({ key, from }) => key ?? tokens[from]?.text ?? '') ?? []);
  });
  return axes;
}

/** Tells whether the call's receiver is axes: `ax.plot(…)`, `axes[0].plot(…)`, `plt.gca().plot(…)`. */
export function isAxes({ tokens, byClose }: Outline, { name, open }: Group, axes: ReadonlySet<string>): boolean {
  const receiver = receiverOf(name);
  if (receiver !== '') return NAMED_AXES.test(receiver) || axes.has(receiver.split('.')[0] ?? '');
  // `.plot(…)` after a closing bracket.
  const before = byClose.get(open - 2);
  if (!before || tokens[open - 1]?.kind !== 'name') return false;
  return NAMED_AXES.test(before.name) || axes.has(before.name) || GIVE_AXES.has(lastOf(before.name));
}
