/** Returns the text of a search parameter, if it has one. */
export const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined;

/** Returns the day of a search parameter, such as `2026-11-30`. */
export function dayOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Midnight at the beginning of a day of the viewer, or days later. */
function midnight(day: string, later = 0): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + later);
  return date.toISOString();
}

interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

/** Whole days of the viewer as times, as the server takes them. */
export const timesOf = ({ from, to }: Days) => ({
  ...(from && { since: midnight(from) }),
  ...(to && { until: midnight(to, 1) }),
});
