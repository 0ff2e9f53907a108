import type { ApiKey } from '@gofigr/contract';
import { TextInput } from '@mantine/core';
import { IconKey, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFilterText } from '../../lib/use-filter-text.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { everyonesKeysQuery } from './queries.ts';
import { revokeAnyonesKey } from './requests.ts';
import { RevokeDialog } from './revoke-dialog.tsx';

/** Lists the keys of all users, for administrators. */
export function EveryonesKeys() {
  const { text, settled: username, setText } = useFilterText();
  const pages = useInfiniteQuery(everyonesKeysQuery(username));
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <>
      <TextInput
        label="Username"
        description="The whole name of one user or service account. Empty: everyone."
        leftSection={<IconSearch size={16} />}
        autoComplete="off"
        spellCheck={false}
        maxLength={150}
        maw={360}
        mb="md"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Loaded of={pages} what="The keys" skeleton={<LinesSkeleton count={6} />}>
        {({ pages: loaded }) => {
          const keys = loaded.flatMap(({ entries }) => entries);
          if (keys.length === 0)
            return (
              <Empty icon={<IconKey size={30} stroke={1.4} />} title={username ? 'No such keys' : 'No API keys yet'}>
                {username ? `There is no key of a user with the name “${username}”.` : 'Nobody has created a key.'}
              </Empty>
            );
          return (
            <>
              <ApiKeyTable keys={keys} of="everyone" onRevoke={setRevoking} />
              <More of={pages}>Show newer</More>
            </>
          );
        }}
      </Loaded>
      <RevokeDialog apiKey={revoking} revoke={revokeAnyonesKey} onClose={() => setRevoking(undefined)} />
    </>
  );
}
