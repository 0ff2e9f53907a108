import { useEffect, useRef } from 'react';

/** Where typing means something else, or another thing has the keyboard. */
const TYPING = 'input, textarea, select, [contenteditable], [role=menu], [role=dialog]';
/** Where the arrow keys already mean something else. */
const OWN_ARROWS = '[role=tablist], [role=radiogroup], [role=table], [data-arrows=own]';

/** Calls for keys pressed alone, named as `KeyboardEvent.key` does, unless they belong to what has the focus. */
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
