import { useEffect, useRef } from 'react';

/** Elements that use the keyboard themselves. A switch, a choice or a button uses only keys that shortcuts don't. */
const TYPING =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file]), textarea, select, [contenteditable], [role=menu], [role=dialog]';
/** Elements that use the arrow keys themselves. */
const OWN_ARROWS = '[role=table], [data-arrows=own]';
/** Groups that use the arrow keys only if the focus came by the keyboard. After a click, arrows belong to the page. */
const KEYBOARD_ARROWS = '[role=tablist], [role=radiogroup]';

/** Tells whether the keyboard moved the focus last, and not the pointer. */
let focusIsByKeyboard = false;
const onFocusMoved = ({ type, key }: Event & { key?: string }) => {
  if (type === 'pointerdown') focusIsByKeyboard = false;
  else if (key === 'Tab') focusIsByKeyboard = true;
};
document.addEventListener('pointerdown', onFocusMoved, true);
document.addEventListener('keydown', onFocusMoved, true);

function usesKey(target: Element, key: string): boolean {
  if (target.closest(TYPING)) return true;
  if (!key.startsWith('Arrow')) return false;
  return target.closest(focusIsByKeyboard ? `${OWN_ARROWS}, ${KEYBOARD_ARROWS}` : OWN_ARROWS) !== null;
}

/**
 * Calls a function for a key pressed alone, named as in `KeyboardEvent.key`, unless the focused element uses the key.
 * Keys that come `first` are taken from other parts of the page, which still get them with Shift.
 */
export function useKeys(keys: Record<string, (() => void) | undefined>, order: 'first' | 'usual' = 'usual'): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (order === 'first' && event.shiftKey) return;
      if (event.target instanceof Element && usesKey(event.target, event.key)) return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      // Else a focused choice or tab would take the key too.
      event.stopPropagation();
      act();
    };
    // Events reach the window before the document.
    const target = order === 'first' ? window : document;
    target.addEventListener('keydown', onKey, true);
    return () => target.removeEventListener('keydown', onKey, true);
  }, [order]);
}
