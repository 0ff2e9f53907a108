import { type RefObject, useEffect, useState } from 'react';

/** Browsers place nothing below some 17 million pixels. */
const MOST_PIXELS = 15_000_000;
/** Rows that are drawn before and after the visible ones. */
const OVERSCAN = 30;

/** The rows of a long list that a scrolled element shows. */
export interface ShownRows {
  first: number;
  /** First row that is visible. */
  visible: number;
  /** Exclusive. */
  last: number;
  /** Pixels above the first row. */
  top: number;
  /** Pixels of all rows. */
  height: number;
  scrollTo(row: number): void;
}

/** Follows the scrolling of an element whose rows have one height in pixels. */
export function useWindow(element: RefObject<HTMLElement | null>, count: number, rowHeight: number): ShownRows {
  const [view, setView] = useState({ top: 0, height: 900 });
  useEffect(() => {
    const scrolled = element.current;
    if (!scrolled) return undefined;
    const look = () => setView({ top: scrolled.scrollTop, height: scrolled.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(scrolled);
    scrolled.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scrolled.removeEventListener('scroll', look);
    };
  }, [element]);

  const height = Math.min(count * rowHeight, MOST_PIXELS);
  /** Pixels of rows for each pixel that is scrolled. */
  const scale = height === 0 ? 1 : (count * rowHeight) / height;
  const visible = (view.top * scale) / rowHeight;
  const first = Math.max(0, Math.floor(visible) - OVERSCAN);
  return {
    first,
    visible: Math.floor(visible),
    last: Math.min(count, Math.ceil(visible + view.height / rowHeight) + OVERSCAN),
    top: view.top + (first - visible) * rowHeight,
    height,
    scrollTo(row) {
      const scrolled = element.current;
      if (!scrolled) return;
      const at = (row * rowHeight) / scale;
      const isVisible = at >= scrolled.scrollTop && at < scrolled.scrollTop + scrolled.clientHeight - 2 * rowHeight;
      if (!isVisible) scrolled.scrollTo({ top: at - scrolled.clientHeight / 3 });
    },
  };
}
