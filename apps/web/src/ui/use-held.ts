import { type RefObject, useEffect, useState } from 'react';
import { holdOrder } from '../lib/hold-order.ts';

interface HeldOptions<T> {
  /** The entries as they are now; the same array until they change. */
  live: readonly T[];
  keyOf: (item: T) => string;
  /** Tells whether there are more entries than the loaded ones. */
  hasMore: boolean;
  /** Changes with everything that makes another list of it, such as its order. */
  name: string;
  list: RefObject<HTMLElement | null>;
}

/** Holds the order of a list while somebody looks at it. `show` takes the current order. */
export function useHeld<T>({ live, keyOf, hasMore, name, list }: HeldOptions<T>) {
  const isLooking = useIsLooking(list);
  const [state, setState] = useState({ name, live, isLooking, items: live, news: 0 });
  if (state.live === live && state.name === name && state.isLooking === isLooking)
    return { items: state.items, news: state.news, show };
  const holds = isLooking && state.name === name;
  const next = holds ? holdOrder(state.items, live, { keyOf, hasMore }) : { items: live, news: 0 };
  setState({ name, live, isLooking, ...next });
  return { ...next, show };

  function show(): void {
    setState({ name, live, isLooking, items: live, news: 0 });
    list.current?.scrollIntoView();
  }
}

/** Tells whether the user has scrolled into an element, or the keyboard focus is in it. */
function useIsLooking(ref: RefObject<HTMLElement | null>): boolean {
  const [isLooking, setIsLooking] = useState(false);
  useEffect(() => {
    const look = () => {
      const element = ref.current;
      const isScrolled = element !== null && element.getBoundingClientRect().top < 0;
      setIsLooking(isScrolled || element?.contains(document.activeElement) === true);
    };
    // The focus is nowhere while it goes from one element to the next.
    const lookLater = () => setTimeout(look);
    window.addEventListener('scroll', look, { passive: true });
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', lookLater);
    return () => {
      window.removeEventListener('scroll', look);
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', lookLater);
    };
  }, [ref]);
  return isLooking;
}
