import { useEffect, useRef } from 'react';

/** Elements that use the keyboard themselves. */
const TYPING = 'input, textarea, select, [contenteditable], [role=menu], [role=dialog]';
/** Elements that use the arrow keys themselves. */
const OWN_ARROWS = '[role=tablist], [role=radiogroup], [role=table], [data-arrows=own]';

/**
 * Calls a function for a key pressed alone, named as in `KeyboardEvent.key`, unless the focused element uses the key.
 */
export function useKeys(keys: Record<string, (() => void) | undefined>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const own = event.key.startsWith('Arrow') ? `${TYPING}, ${OWN_ARROWS}` : TYPING;
      if (event.target instanceof Element && event.target.closest(own)) return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
