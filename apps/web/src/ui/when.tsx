import { formatExact, formatRelative } from '../lib/format.ts';

/** Shows a time relative to now, and the exact time on hover. */
export function When({ time }: { time: string }) {
  return (
    <time dateTime={time} title={formatExact(time)}>
      {formatRelative(time)}
    </time>
  );
}
