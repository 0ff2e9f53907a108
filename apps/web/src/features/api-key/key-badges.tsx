import type { ApiKey } from '@gofigr/contract';
import { Badge } from '@mantine/core';
import { formatMoment, plural } from '../../lib/format.ts';
import css from './api-key-table.module.css';
import { expiresInDays, isExpired, isRotating, unusedDays } from './key-state.ts';

/** Shows the states of a key that need attention. Shows nothing for a key that is well. */
export function KeyBadges({ apiKey }: { apiKey: ApiKey }) {
  const days = expiresInDays(apiKey);
  const unused = unusedDays(apiKey);
  const states = [
    isExpired(apiKey) && { text: 'Expired', tone: 'red' },
    apiKey.disabled !== null && { text: 'Disabled', tone: 'gray' },
    days !== undefined && { text: days === 0 ? 'Expires today' : `Expires in ${plural(days, 'day')}`, tone: 'yellow' },
    isRotating(apiKey) &&
      apiKey.previous_expiry && {
        text: `Old secret works until ${formatMoment(apiKey.previous_expiry)}`,
        tone: 'brand',
      },
    unused !== undefined && { text: `Unused for ${plural(unused, 'day')}`, tone: 'gray' },
  ].filter((state) => state !== false && state !== null && state !== '');
  if (states.length === 0) return null;
  return (
    <div className={css['states']}>
      {states.map(({ text, tone }) => (
        <Badge
          key={text}
          size="sm"
          variant="light"
          color={tone}
          c="var(--mantine-color-text)"
          tt="none"
          fw={500}
          className={css['state'] ?? ''}
        >
          {text}
        </Badge>
      ))}
    </div>
  );
}
