import type { ApiKey } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { KeyLimit } from './key-limit.tsx';
import { countLive, MAX_KEYS } from './key-state.ts';
import { apiKeysQuery, apiKeyUsesQuery } from './queries.ts';
import { RevokeDialog } from './revoke-dialog.tsx';

/** Lists the user's keys. */
export function ApiKeysSection() {
  const keys = useQuery(apiKeysQuery());
  const uses = useQuery(apiKeyUsesQuery());
  const [revoking, setRevoking] = useState<ApiKey>();
  const count = countLive(keys.data ?? []);
  const isFull = count >= MAX_KEYS;
  return (
    <Section
      title="API Keys"
      aside={
        isFull ? (
          <Button leftSection={<IconPlus size={16} />} disabled aria-describedby="api-key-count">
            Create new API key
          </Button>
        ) : (
          <ButtonLink to="/account/keys/new" leftSection={<IconPlus size={16} />} aria-describedby="api-key-count">
            Create new API key
          </ButtonLink>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        Keys let clients publish as you, without your password. Create one for every machine that you use, such as a
        laptop or a shared server, and revoke it when you no longer need it.{' '}
        <span id="api-key-count">
          {keys.data ? count : '…'} of {MAX_KEYS} keys in use{isFull ? '. Revoke one to create another' : ''}.
        </span>
      </Text>
      <Loaded of={keys} what="Your keys" skeleton={<LinesSkeleton count={3} />}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconKey size={30} stroke={1.4} />} title="No API keys yet">
              Create one, save its configuration file in your home directory, and publish.
            </Empty>
          ) : (
            <>
              {isFull && <KeyLimit keys={list} uses={uses.data ?? []} onRevoke={setRevoking} />}
              <ApiKeyTable keys={list.toReversed()} uses={uses.data ?? []} of="user" onRevoke={setRevoking} />
            </>
          )
        }
      </Loaded>
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </Section>
  );
}
