import { Text } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Notice } from '../../ui/notice.tsx';
import { expiresInDays } from './key-state.ts';
import { apiKeysQuery } from './queries.ts';

/** Names the keys that expire within a week. Shows nothing if there are none. */
export function ExpiryBanner() {
  const keys = useQuery(apiKeysQuery()).data ?? [];
  const ending = keys.flatMap((key) => {
    const days = expiresInDays(key);
    return days === undefined || key.disabled !== null ? [] : [{ key, days }];
  });
  if (ending.length === 0) return null;
  return (
    <Notice tone="warning" icon={<IconClock size={18} />} mb="md" py="xs">
      {ending.map(({ key, days }) => (
        <Text key={key.api_id} size="sm" style={{ overflowWrap: 'anywhere' }}>
          The API key{' '}
          <TextLink to="/account/keys/$id" params={{ id: key.api_id }} size="sm" underline="always">
            {key.name}
          </TextLink>{' '}
          expires {days === 0 ? 'within a day' : `in ${plural(days, 'day')}`}. Give it a later date, or its clients stop
          working.
        </Text>
      ))}
    </Notice>
  );
}
