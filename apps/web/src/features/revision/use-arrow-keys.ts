import { useEffect } from 'react';

/** Where the arrow keys already mean something else. */
const OWN_ARROWS =
  'input, textarea, select, [contenteditable], [role=tablist], [role=menu], [role=dialog], [role=radiogroup], [role=table], [data-arrows=own]';

interface Arrows {
  left: (() => void) | undefined;
  right: (() => void) | undefined;
}

/** Calls for the left and right arrow keys, unless they belong to what has the focus. */
export function useArrowKeys({ left, right }: Arrows): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest(OWN_ARROWS)) return;
      const act = event.key === 'ArrowLeft' ? left : event.key === 'ArrowRight' ? right : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [left, right]);
}
