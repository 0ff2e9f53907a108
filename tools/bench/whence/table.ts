import type { Answer } from './answers.ts';

/** Answers to queries of one kind. `own` is the key of the shown figure; empty if it isn't indexed. */
export type Row = { query: string; answers: { answer: Answer; own: string }[] };

/** Goals of the exact revision and the right figure, in percent. */
const GOALS: Record<string, readonly [number, number?]> = {
  'rescaled 30–200 %': [99, 99],
  'JPEG quality 40': [95, 99],
  'screenshot with offset': [98, 98],
  'screenshot with window frame': [90, 94],
  grayscale: [90, 95],
  'cropped by 20 %': [80, 85],
  'in a slide with two other figures': [95, 97],
  photo: [85, 92],
  foreign: [95],
};

/** A table with one row for each kind of query: shares of right answers beside their goals. */
export function tableOf(rows: readonly Row[]): string {
  const head =
    '| Query | n | Exact | Goal | Right figure | Goal | Called exact | wrongly | Lowest right score | Processor | Clock |';
  return [head, '|---|---|---|---|---|---|---|---|---|---|---|', ...rows.map(lineOf)].join('\n');
}

function lineOf({ query, answers }: Row): string {
  const [exactGoal, figureGoal] = GOALS[query] ?? [0];
  const middle = (time: 'workMs' | 'clockMs') => {
    const times = answers.map(({ answer }) => answer[time]).toSorted((a, b) => a - b);
    return times[times.length >> 1]?.toFixed(0);
  };
  const claims = answers.filter(({ answer }) => answer.matches[0]?.certainty === 'exact');
  const wrong = claims.filter(({ answer, own }) => answer.matches[0]?.key !== own);
  const right = answers.filter(({ answer, own }) => topOf(answer) === own);
  const scores = right.map(({ answer }) => answer.matches[0]?.score ?? 0);
  const isForeign = answers.every(({ own }) => own === '');
  const siblings = answers.filter(({ answer, own }) => familyOf(topOf(answer)) === familyOf(own));
  const cells = [
    isForeign ? 'foreign, called unknown' : query,
    String(answers.length),
    percent(right.length / answers.length),
    `${exactGoal} %`,
    isForeign ? '' : percent(siblings.length / answers.length),
    figureGoal === undefined ? '' : `${figureGoal} %`,
    String(claims.length),
    String(wrong.length),
    isForeign ? '' : Math.min(...scores).toFixed(2),
    `${middle('workMs')} ms`,
    `${middle('clockMs')} ms`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Key of the first answer; empty if it is unknown. */
function topOf({ matches: [best] }: Answer): string {
  return best && best.certainty !== 'unknown' ? best.key : '';
}

const familyOf = (key: string): string => key.split('-')[0] ?? '';

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
