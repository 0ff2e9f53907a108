import { type ReactNode, startTransition, useEffect, useState } from 'react';

interface LaterProps {
  /** Shown until then. */
  before: ReactNode;
  children: ReactNode;
}

/**
 * Draws its content after the page around it, in short tasks between which the page answers. Content inside of another
 * `Later` waits for that one: what is drawn at once is also laid out at once, in one task. That is why it is no
 * `useDeferredValue`, which joins them.
 */
export function Later({ before, children }: LaterProps) {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => startTransition(() => setIsTime(true)), []);
  return isTime ? children : before;
}
