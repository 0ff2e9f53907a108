import { useEffect, useRef } from 'react';

export interface TypeAheadProps {
  /** Gets a function that changes the text. */
  onType(change: (text: string) => string): void;
}

/** Collects what somebody types before the search box has the focus. Otherwise it would be lost, or act as shortcuts. */
export function TypeAhead({ onType }: TypeAheadProps): null {
  const latest = useRef(onType);
  useEffect(() => {
    latest.current = onType;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const isLetter = [...event.key].length === 1;
      if (!isLetter && event.key !== 'Backspace') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current(isLetter ? (text) => text + event.key : (text) => [...text].slice(0, -1).join(''));
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return null;
}
