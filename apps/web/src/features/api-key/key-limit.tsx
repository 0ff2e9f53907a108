import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { Notice } from '../../ui/notice.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { leastUsed, MAX_KEYS } from './key-state.ts';
import { LastUse } from './last-use.tsx';

const OFFERED = 5;

interface KeyLimitProps {
  keys: readonly ApiKey[];
  uses?: readonly ApiKeyUse[];
  onRevoke: (key: ApiKey) => void;
}

/** Offers to revoke the keys that are needed least, at the limit of keys. */
export function KeyLimit({ keys, uses = [], onRevoke }: KeyLimitProps) {
  const useOf = new Map(uses.map((use) => [use.api_id, use]));
  return (
    <Notice
      tone="warning"
      icon={<IconKey size={18} />}
      title={`All ${MAX_KEYS} keys are in use`}
      mb="md"
      styles={{ body: { minWidth: 0 } }}
    >
      <Text size="sm" mb="sm">
        Revoke one to create another. These were never used, or longest ago:
      </Text>
      <Rows label="Keys that are needed least">
        {leastUsed(keys, OFFERED).map((key) => (
          <Row key={key.api_id}>
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text dir="auto" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {key.name}
              </Text>
              <Text component="div" size="xs" c="dimmed">
                <LastUse lastUsed={key.last_used} use={useOf.get(key.api_id)} />
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Revoke ${key.name}, to make room`}
              onClick={() => onRevoke(key)}
            >
              Revoke
            </Button>
          </Row>
        ))}
      </Rows>
    </Notice>
  );
}
