import { useState } from 'react';
import { useSettled } from '../../lib/use-settled.ts';
import type { KeptView } from './stage.tsx';
import { type LockedView, lockedIn, lockedOf, lockedText, viewOf } from './zoom.ts';

/** A view that all stages of a page share. The address keeps its text. */
export function useLockedView(text: string | undefined, onSettled: (text: string | undefined) => void): KeptView {
  const [locked, setLocked] = useState<LockedView>(() => lockedIn(text));
  useSettled(lockedText(locked), text, onSettled);
  return {
    of: (frame) => viewOf(locked, frame),
    change: (change, frame) => setLocked((old) => lockedOf(change(viewOf(old, frame)), frame)),
  };
}
