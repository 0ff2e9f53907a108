import type { ApiKey } from '@gofigr/contract';
import { Button, Text, Tooltip } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { apiKeyUsesQuery } from './api-key-uses-query.ts';
import { apiKeysQuery } from './api-keys-query.ts';
import { NewApiKeyDialog } from './new-api-key-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

/** The server's limit. The server refuses more keys. */
const MAX_KEYS = 25;

export function ApiKeysSection({ username }: { username: string }) {
  const keys = useQuery(apiKeysQuery());
  const uses = useQuery(apiKeyUsesQuery());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const count = keys.data?.length ?? 0;
  const full = count >= MAX_KEYS;
  return (
    <Section
      title="API Keys"
      aside={
        <Tooltip label={`You have ${MAX_KEYS} keys, which is the limit. Revoke one first.`} disabled={!full}>
          <Button
            leftSection={<IconPlus size={16} />}
            disabled={full}
            aria-describedby="api-key-count"
            onClick={() => setCreating(true)}
          >
            Create new API key
          </Button>
        </Tooltip>
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        Keys let clients publish as you, without your password. Create one for every machine that you use, such as a
        laptop or a shared server, and revoke it when you no longer need it.{' '}
        <span id="api-key-count">
          {count} of {MAX_KEYS} keys in use{full ? '. Revoke one to create another' : ''}.
        </span>
      </Text>
      <Loaded of={keys} what="Your keys" skeleton={<LinesSkeleton count={3} />}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconKey size={30} stroke={1.4} />} title="No API keys yet">
              Create one, save its configuration file in your home directory, and publish.
            </Empty>
          ) : (
            <ApiKeyTable keys={list.toReversed()} uses={uses.data ?? []} onRevoke={setRevoking} />
          )
        }
      </Loaded>
      {creating && <NewApiKeyDialog username={username} onClose={() => setCreating(false)} />}
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </Section>
  );
}
