import { formatDay } from '../../lib/format.ts';

const DAY_MS = 86_400_000;

/** Groups consecutive entries by the viewer's day: `Today`, `Yesterday`, or a date. */
export function byDay<T extends { timestamp: string }>(
  entries: readonly T[],
  now = Date.now(),
): { day: string; entries: T[] }[] {
  const [today, yesterday] = [formatDay(new Date(now).toISOString()), formatDay(new Date(now - DAY_MS).toISOString())];
  const days: { day: string; entries: T[] }[] = [];
  for (const entry of entries) {
    const date = formatDay(entry.timestamp);
    const day = date === today ? 'Today' : date === yesterday ? 'Yesterday' : date;
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
