/** Chosen items by their IDs. */
export type Chosen<T> = ReadonlyMap<string, T>;

/** A choice that Shift extends: the item where it began, and all that was chosen then. */
export interface Anchor<T> {
  id: string;
  base: Chosen<T>;
}

/** Chooses everything from the anchor to an item, instead of what an earlier extension chose. */
export function extended<T>(
  { id, base }: Anchor<T>,
  items: readonly T[],
  keyOf: (item: T) => string,
  to: string,
): Chosen<T> {
  const places = [id, to].map((one) => items.findIndex((item) => keyOf(item) === one));
  const [from = -1, until = -1] = places.toSorted((first, second) => first - second);
  if (from < 0) return base;
  return added(base, items.slice(from, until + 1), keyOf);
}

export const added = <T>(chosen: Chosen<T>, items: readonly T[], keyOf: (item: T) => string): Chosen<T> =>
  new Map([...chosen, ...items.map((item): [string, T] => [keyOf(item), item])]);

export const without = <T>(chosen: Chosen<T>, ids: ReadonlySet<string>): Chosen<T> =>
  new Map([...chosen].filter(([id]) => !ids.has(id)));

/** Items from the focused one to the one that an arrow key leads to, in a grid of so many columns. */
export function stepOf(key: string, columns: number): number | undefined {
  return { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
}
