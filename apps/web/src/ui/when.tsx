import { formatExact, formatRelative } from '../lib/format.ts';

interface WhenProps {
  time: string;
}

/** Shows a time relative to now, and the exact time on hover. */
export const When = ({ time }: WhenProps) => (
  <time dateTime={time} title={formatExact(time)}>
    <Relative time={time} />
  </time>
);

/** A component of its own, so that the page can answer between: the first format of each kind takes 10 ms. */
const Relative = ({ time }: WhenProps) => formatRelative(time);
