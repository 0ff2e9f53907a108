import { useEffect, useRef, useState } from 'react';
import { MOST_SIDES } from '../../features/compare/index.ts';

/**
 * Picks revisions to compare with the shown one, as long as Shift is held. Calls `open` with all when it is let go.
 * Picking one again drops it.
 */
export function usePicked(current: string, open: (ids: readonly string[]) => void) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    if (picked.length === 0) return undefined;
    const drop = () => setPicked([]);
    const end = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') drop();
      if (key !== 'Shift') return;
      drop();
      if (picked.length > 1) latest.current(picked);
    };
    window.addEventListener('keyup', end);
    window.addEventListener('blur', drop);
    return () => {
      window.removeEventListener('keyup', end);
      window.removeEventListener('blur', drop);
    };
  }, [picked]);
  return {
    picked,
    pick: (id: string) => {
      const known = picked.length === 0 ? [current] : picked;
      if (known.includes(id)) setPicked(known.filter((one) => one !== id));
      else if (known.length < MOST_SIDES) setPicked([...known, id]);
    },
  };
}
