import type { KeyLeak } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { LEAK_ACTIONS, partOf } from './words.ts';

/** Says where and when a key was published, and what the server did. */
export function LeakText({ leak }: { leak: KeyLeak }) {
  return (
    <Text component="div" size="sm" style={{ overflowWrap: 'anywhere' }}>
      In {partOf(leak)} of{' '}
      <TextLink to="/revision/$id" params={{ id: leak.revision }} size="sm" underline="always">
        this revision
      </TextLink>
      , by <PersonName username={leak.username} />, <When time={leak.timestamp} />: {LEAK_ACTIONS[leak.action].done}
    </Text>
  );
}
