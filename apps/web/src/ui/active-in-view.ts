import { type RefObject, useEffect, useRef } from 'react';

/**
 * Scrolls a row of choices sideways, so that the chosen one is seen: at first, after each choice, and when the row gets
 * another width. The page itself does not scroll.
 */
export function useActiveInView<T extends HTMLElement>(): RefObject<T | null> {
  const row = useRef<T>(null);
  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const show = () => {
      const active = element.querySelector('[data-active]');
      if (!active) return;
      const [outer, inner] = [element.getBoundingClientRect(), active.getBoundingClientRect()];
      element.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    };
    // It also reports the first size, after the page has its layout: asking for it here would take a long task.
    const sizes = new ResizeObserver(show);
    sizes.observe(element);
    const choices = new MutationObserver(show);
    choices.observe(element, { subtree: true, attributeFilter: ['data-active'] });
    return () => {
      sizes.disconnect();
      choices.disconnect();
    };
  }, []);
  return row;
}
