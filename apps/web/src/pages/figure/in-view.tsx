import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';

/** An item of a list, and its distance from the top in pixels. */
export interface Place {
  index: number;
  start: number;
}

interface InViewProps {
  count: number;
  /** Returns the ID of an item, which keeps its height when others come before it. The same function for the same list. */
  idAt: (index: number) => string;
  /** Usual height of an item in pixels. */
  size: number;
  scroll: RefObject<HTMLElement | null>;
  draw: (items: readonly Place[], list: MeasuredList) => ReactNode;
}

/** The height of a whole list, and a function that takes each drawn item, with `data-index`, and measures it. */
export interface MeasuredList {
  height: number;
  measure?: (item: HTMLElement | null) => void;
}

/** Draws the items of a list that are in view. They can grow beyond `size`. */
export function InView({ count, idAt, size, scroll, draw }: InViewProps) {
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const list = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => size,
    getItemKey: idAt,
    overscan: 4,
  });
  return draw(list.getVirtualItems(), { height: list.getTotalSize(), measure: list.measureElement });
}
