import { useEffect, useRef } from 'react';

/** Wait in milliseconds. Browsers refuse many changes of the address a second. */
const CALM = 300;

/** Reports a value that has stopped changing, unless it is known already. For values that an address keeps. */
export function useSettled<T>(value: T, known: T, report: (value: T) => void): void {
  const latest = useRef(report);
  useEffect(() => {
    latest.current = report;
  });
  useEffect(() => {
    if (value === known) return undefined;
    const timer = setTimeout(() => latest.current(value), CALM);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- a new address alone changes no value
  }, [value]);
}
