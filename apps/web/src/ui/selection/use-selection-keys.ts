import { type RefObject, useEffect, useRef } from 'react';
import { stepOf } from './range.ts';
import type { Selection } from './use-selection.ts';

/** Elements that use these keys themselves. */
const OWN_KEYS =
  'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]';

interface SelectionKeys<T> {
  /** The list, or an element around it. */
  list: RefObject<HTMLElement | null>;
  items: readonly T[];
  selection: Selection<T>;
}

/**
 * Lets the keyboard choose items of a `Windowed` list: Space, Shift with arrows, Ctrl+A for all that are loaded, and
 * Escape for none. The last two also work beside the list while something is chosen.
 */
export function useSelectionKeys<T>(keys: SelectionKeys<T>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.altKey || !(target instanceof Element) || target.closest(OWN_KEYS)) return;
      if (act(event, target, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Returns whether the key was for the selection. */
function act<T>(event: KeyboardEvent, target: Element, { list, items, selection }: SelectionKeys<T>): boolean {
  const { key } = event;
  const isInside = list.current?.contains(target) === true;
  const isActive = isInside || selection.chosen.size > 0;
  const hasCommand = event.ctrlKey || event.metaKey;
  if (hasCommand && key.toLowerCase() === 'a' && isActive) return done(() => selection.add(items));
  if (hasCommand) return false;
  if (key === 'Escape' && selection.chosen.size > 0) return done(selection.clear);
  const place = isInside ? target.closest('li') : null;
  const index = Number(place?.getAttribute('aria-posinset') ?? 0) - 1;
  const item = items[index];
  if (!place || item === undefined) return false;
  if (key === ' ' && !event.shiftKey && target.tagName === 'A') return done(() => selection.toggle(item));
  const step = event.shiftKey ? stepOf(key, columnsOf(place)) : undefined;
  if (step === undefined) return false;
  const next = items[index + step];
  if (next === undefined) return true;
  selection.extend(items, next, item);
  place.parentElement?.querySelector<HTMLElement>(`[aria-posinset="${index + step + 1}"] input`)?.focus();
  return true;
}

function done(work: () => void): true {
  work();
  return true;
}

const columnsOf = (place: Element): number =>
  place.parentElement ? getComputedStyle(place.parentElement).gridTemplateColumns.split(' ').length : 1;
