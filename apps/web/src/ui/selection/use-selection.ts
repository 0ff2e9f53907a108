import { useCallback, useRef, useState } from 'react';
import { type Anchor, added, type Chosen, extended, without } from './range.ts';

/** The chosen items of a list, which may be on pages that are not shown now. */
export interface Selection<T> {
  chosen: Chosen<T>;
  toggle(item: T): void;
  /** Chooses everything between the item that was chosen last, or `from`, and another one. */
  extend(items: readonly T[], to: T, from?: T): void;
  add(items: readonly T[]): void;
  drop(ids: readonly string[]): void;
  clear(): void;
}

export function useSelection<T>(keyOf: (item: T) => string): Selection<T> {
  const [chosen, setChosen] = useState<Chosen<T>>(new Map());
  const anchor = useRef<Anchor<T>>(undefined);
  const clear = useCallback(() => {
    anchor.current = undefined;
    setChosen(new Map());
  }, []);
  return {
    chosen,
    toggle(item) {
      const id = keyOf(item);
      const next = chosen.has(id) ? without(chosen, new Set([id])) : added(chosen, [item], keyOf);
      anchor.current = { id, base: next };
      setChosen(next);
    },
    extend(items, to, from = to) {
      anchor.current ??= { id: keyOf(from), base: chosen };
      setChosen(extended(anchor.current, items, keyOf, keyOf(to)));
    },
    add: (items) => setChosen((now) => added(now, items, keyOf)),
    drop: (ids) => setChosen((now) => without(now, new Set(ids))),
    clear,
  };
}
