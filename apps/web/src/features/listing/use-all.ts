import { notifications } from '@mantine/notifications';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { messageOf } from '../../lib/failure.ts';

/** Returns a function that reads all entries of a list and adds them, and whether it does so now. */
export function useAll<E>(
  read: (signal: AbortSignal) => Promise<E[]>,
  add: (entries: readonly E[]) => void,
): ['reading' | 'idle', () => Promise<void>] {
  const [state, setState] = useState<'reading' | 'idle'>('idle');
  const ended = useRef<AbortController>(undefined);
  useEffect(() => () => ended.current?.abort(), []);
  const chooseAll = async () => {
    const { signal } = (ended.current = new AbortController());
    setState('reading');
    try {
      add(await read(signal));
    } catch (error) {
      if (!signal.aborted) notifications.show({ color: 'red', message: messageOf(error) });
    }
    setState('idle');
  };
  return [state, chooseAll];
}

/** Moves the focus to an element when something ends that had it. */
export function useFocusAtEnd(isOver: boolean, to: RefObject<HTMLElement | null>): void {
  const wasOver = useRef(isOver);
  useEffect(() => {
    if (isOver && !wasOver.current && isFocusLost()) to.current?.focus({ preventScroll: true });
    wasOver.current = isOver;
  }, [isOver, to]);
}

/** Tells whether the focused element is gone. */
const isFocusLost = (): boolean => document.activeElement === null || document.activeElement === document.body;
