import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';

/** Distance in pixels at which more is drawn. */
const NEAR = 800;

/**
 * Counts the parts of a list that are drawn: one, and one more whenever the element of `end` comes near the visible
 * part of its scroll region, or of the window. Another `list` begins anew.
 */
export function useDrawn<T extends Element>(list: unknown): { count: number; end: RefObject<T | null> } {
  const [drawn, setDrawn] = useState({ list, count: 1 });
  const count = drawn.list === list ? drawn.count : 1;
  // A transition is rendered in short tasks.
  const end = useNearEnd<T>(() => startTransition(() => setDrawn({ list, count: count + 1 })));
  return { count, end };
}

/** Reports when the end of the drawn parts comes near. Again after each render. */
function useNearEnd<T extends Element>(onNear: () => void): RefObject<T | null> {
  const end = useRef<T>(null);
  useEffect(() => {
    const element = end.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), {
      root: element.closest('section[tabindex]'),
      rootMargin: `${NEAR}px`,
    });
    observer.observe(element);
    return () => observer.disconnect();
  });
  return end;
}
