import type { ApiKey } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { IconPlus, IconRobot } from '@tabler/icons-react';
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
import { serviceKeysQuery } from './queries.ts';
import { RevokeDialog } from './revoke-dialog.tsx';

/** Lists the keys of a workspace's service accounts, for its admins. */
export function ServiceKeysSection({ workspace }: { workspace: string }) {
  const keys = useQuery(serviceKeysQuery(workspace));
  const [revoking, setRevoking] = useState<ApiKey>();
  const count = countLive(keys.data ?? []);
  return (
    <Section
      title="Service accounts"
      aside={
        count < MAX_KEYS && (
          <ButtonLink
            to="/workspace/$id/keys/new"
            params={{ id: workspace }}
            variant="default"
            leftSection={<IconPlus size={16} />}
          >
            Create service account
          </ButtonLink>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        A service account publishes into this workspace for a pipeline or an instrument. It belongs to no person and
        stays when its maker leaves. {keys.data ? count : '…'} of {MAX_KEYS} keys in use.
      </Text>
      <Loaded of={keys} what="The service accounts" skeleton={<LinesSkeleton count={2} />}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconRobot size={30} stroke={1.4} />} title="No service accounts yet">
              Create one for a nightly job, so that its figures don't depend on one person's account.
            </Empty>
          ) : (
            <>
              {count >= MAX_KEYS && <KeyLimit keys={list} onRevoke={setRevoking} />}
              <ApiKeyTable keys={list.toReversed()} of="workspace" onRevoke={setRevoking} />
            </>
          )
        }
      </Loaded>
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </Section>
  );
}
