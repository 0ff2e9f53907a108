import type { ApiKey } from '@gofigr/contract';
import { formatExact, formatRelative, plural } from '../../lib/format.ts';
import css from './api-key-table.module.css';
import { expiresInDays, isExpired, isRotating, unusedDays } from './key-state.ts';

interface State {
  text: string;
  tone?: 'bad' | 'warning';
  title?: string;
}

/** Shows the states of a key that need attention. Shows nothing for a key that is well. */
export function KeyBadges({ apiKey }: { apiKey: ApiKey }) {
  const states = statesOf(apiKey);
  if (states.length === 0) return null;
  return (
    <div className={css['states']}>
      {states.map(({ text, tone, title }) => (
        <span key={text} className={css['state']} data-tone={tone} title={title}>
          {text}
        </span>
      ))}
    </div>
  );
}

function statesOf(key: ApiKey): State[] {
  const states: State[] = [];
  const days = expiresInDays(key);
  const unused = unusedDays(key);
  if (isExpired(key)) states.push({ text: 'Expired', tone: 'bad' });
  if (key.disabled !== null) states.push({ text: 'Disabled' });
  if (days !== undefined)
    states.push({ text: days === 0 ? 'Expires within a day' : `Expires in ${plural(days, 'day')}`, tone: 'warning' });
  if (isRotating(key) && key.previous_expiry)
    states.push({
      text: `Old secret ends ${formatRelative(key.previous_expiry)}`,
      title: formatExact(key.previous_expiry),
    });
  if (unused !== undefined) states.push({ text: `Unused for ${plural(unused, 'day')}: still needed?` });
  return states;
}
