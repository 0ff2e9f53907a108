import { Skeleton } from '@mantine/core';
import { observeWindowOffset, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  type ReactNode,
  type RefObject,
  startTransition,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import css from './windowed.module.css';

interface WindowedProps<T> {
  label: string;
  /** The items loaded so far, in order. */
  items: readonly T[];
  /** Number of all items. The page is as long as if all were loaded. */
  total: number;
  /** Is called when an item that is not loaded yet becomes visible. */
  onMore: () => void;
  /** In pixels: the least width of a column, and the height of an item for a column's width. Absent: one column. */
  columnWidth?: number;
  height: (width: number) => number;
  gap?: number;
  /** Renders the content of an item's `<li>`. */
  children: (item: T) => ReactNode;
  keyOf: (item: T) => string;
}

/** Items that are loaded below the visible ones, before somebody scrolls there. */
const AHEAD = 30;

/** Shows a list or grid of items of one height. The page holds only the visible ones. */
export function Windowed<T>(props: WindowedProps<T>) {
  const { label, items, total, onMore, columnWidth, height, gap = 0, children, keyOf } = props;
  const list = useRef<HTMLUListElement>(null);
  const { width, top } = usePosition(list);
  const columns = columnWidth === undefined ? 1 : Math.max(1, Math.floor((width + gap) / (columnWidth + gap)));
  const itemHeight = Math.round(height((width - gap * (columns - 1)) / columns));
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const rows = useWindowVirtualizer({
    count: Math.ceil(total / columns),
    estimateSize: () => itemHeight + gap,
    overscan: 2,
    scrollMargin: top,
    useFlushSync: false,
    observeElementOffset: observeInSlices,
  });
  useLayoutEffect(() => rows.measure(), [rows, itemHeight]);
  const visible = rows.getVirtualItems();
  const first = (visible[0]?.index ?? 0) * columns;
  const last = Math.min(((visible.at(-1)?.index ?? -1) + 1) * columns, total);
  const isMissing = last + AHEAD > items.length;
  useEffect(() => {
    if (isMissing) onMore();
  }, [isMissing, items.length, onMore]);
  return (
    <ul
      ref={list}
      className={css['list']}
      aria-label={label}
      style={{
        gap,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gridAutoRows: itemHeight,
        paddingTop: (visible[0]?.start ?? top) - top,
        height: width === 0 ? undefined : Math.max(0, rows.getTotalSize() - gap),
      }}
    >
      {Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset).map((index) => {
        const item = items[index];
        return (
          <li key={item === undefined ? index : keyOf(item)} aria-setsize={total} aria-posinset={index + 1}>
            {item === undefined ? <Skeleton height="100%" radius="md" /> : <Item item={item} content={children} />}
          </li>
        );
      })}
    </ul>
  );
}

/** Lets React render the rows that scroll into view in slices, between which the page scrolls on. */
const observeInSlices: typeof observeWindowOffset = (instance, note) =>
  observeWindowOffset(instance, (offset, isScrolling) => startTransition(() => note(offset, isScrolling)));

/** Renders an item again only if it or `content` changed: not for each row or page that scrolls into view. */
export const Item = memo(itemOf) as typeof itemOf; // memo loses the type parameter

function itemOf<T>({ item, content }: { item: T; content: (item: T) => ReactNode }): ReactNode {
  return content(item);
}

/** Returns an element's width, before the first paint, and its distance from the top of the document. */
function usePosition(ref: RefObject<HTMLElement | null>): { width: number; top: number } {
  const [position, setPosition] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const next = { width, top: Math.round(top + window.scrollY) };
      setPosition((old) => (old.width === next.width && old.top === next.top ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The content above may grow, which changes the height of the page.
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return position;
}
