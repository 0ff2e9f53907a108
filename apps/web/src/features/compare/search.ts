import { isLockedText } from '../../ui/zoom/zoom.ts';

/** The tabs of a comparison, in order. */
export const TABS = ['picture', 'code', 'data', 'environment', 'metadata', 'text'] as const;
export type CompareTab = (typeof TABS)[number];

/** Ways to look at two pictures, in the order of the keys 1 to 5. */
export const MODES = ['beside', 'swipe', 'onion', 'blink', 'difference'] as const;
export type Mode = (typeof MODES)[number];

export const ALIGNMENTS = ['top-left', 'centre', 'scaled'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** State of a comparison in the address. What is absent has its first value. */
export interface CompareSearch {
  tab?: CompareTab | undefined;
  mode?: Mode | undefined;
  /** Scale, and the place of the middle as shares of the picture: `2,0.5,0.25`. */
  view?: string | undefined;
  /** Place of the line of a swipe, or opacity of the second picture: 0 to 100. */
  share?: number | undefined;
  /** Difference of two colours that counts: 0 to 1. */
  threshold?: number | undefined;
  align?: Alignment | undefined;
  format?: string | undefined;
  /** Code and text in two columns. */
  split?: boolean | undefined;
  /** Chosen key columns of tables by name. Empty: rows are paired by position. */
  keys?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Difference of two numbers that doesn't count: `0.01` or `1%`. */
  tolerance?: string | undefined;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.slice(1).find((one) => one === value);

const within = (value: unknown, most: number): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= most ? value : undefined;

/** Tells whether a text is a number or a percentage, as the server reads it. */
export const isTolerance = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 30 && /^\d+(\.\d+)?(e[+-]?\d{1,2})?%?$/i.test(value);

const isKeys = (value: unknown): value is Record<string, string[]> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((names) => Array.isArray(names) && names.every((name) => typeof name === 'string'));

/** The router reads a number in an address as one. */
const toleranceOf = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return isTolerance(text) ? text : undefined;
};

/** Reads the state from an address. Values that mean nothing are ignored. */
export function compareSearchOf(search: Record<string, unknown>): CompareSearch {
  const found = {
    tab: oneOf(TABS, search['tab']),
    mode: oneOf(MODES, search['mode']),
    view: isLockedText(search['view']) ? search['view'] : undefined,
    share: within(search['share'], 100),
    threshold: within(search['threshold'], 1),
    align: oneOf(ALIGNMENTS, search['align']),
    format: typeof search['format'] === 'string' ? search['format'] : undefined,
    split: search['split'] === true ? true : undefined,
    keys: isKeys(search['keys']) ? search['keys'] : undefined,
    tolerance: toleranceOf(search['tolerance']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Figures and revisions that one page compares. */
export const MOST_SIDES = 12;

/** Returns the IDs in `{a}...{b}...{c}`; undefined if there are none or too many. */
export function sidesOf(text: string): string[] | undefined {
  const ids = text.split('...');
  return ids.length <= MOST_SIDES && ids.every((id) => /^[\w-]+$/.test(id)) ? ids : undefined;
}

/**
 * Returns the address that compares revisions, or figures at their newest revisions, for links and `navigate`: two in
 * all that differs, and up to 12 side by side.
 */
export const compareLink = (ids: readonly string[]) =>
  ({ to: '/compare/$sides', params: { sides: ids.slice(0, MOST_SIDES).join('...') } }) as const;
