import type { User } from '@gofigr/contract';
import { Button, Group, Switch } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, urlOf } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { AuditEntries } from './audit-entries.tsx';

const PAGE = 20;

const auditQuery = (everyone: boolean) =>
  infiniteQueryOptions({
    queryKey: ['audit', everyone],
    queryFn: ({ pageParam, signal }) =>
      call('GET /audit/', {
        query: { limit: String(PAGE), ...scope(everyone), ...(pageParam && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

const scope = (everyone: boolean) => (everyone ? ({ everyone: 'true' } as const) : {});

/** Shows sign-ins and changes of access: to each user their own, to administrators all. */
export function AuditSection({ user }: { user: User }) {
  const [everyone, setEveryone] = useState(false);
  const pages = useInfiniteQuery(auditQuery(everyone));
  const exportUrl = urlOf('GET /audit/export/', { query: scope(everyone) });
  return (
    <Section
      title="Security history"
      aside={
        <Group gap="sm">
          {user.is_staff && (
            <Switch
              label="Everyone's"
              checked={everyone}
              onChange={(event) => setEveryone(event.currentTarget.checked)}
            />
          )}
          <Button
            component="a"
            href={exportUrl}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
            aria-label="Export as CSV"
          >
            CSV
          </Button>
        </Group>
      }
    >
      <Loaded of={pages} what="The history" skeleton={<LinesSkeleton count={5} />}>
        {({ pages: loaded }) => {
          const entries = loaded.flatMap((page) => page.entries);
          if (entries.length === 0)
            return (
              <Empty icon={<IconShieldCheck size={30} stroke={1.4} />} title="No entries yet">
                This list shows sign-ins and changes of keys, members and sharing.
              </Empty>
            );
          return (
            <>
              <AuditEntries label="Security history" entries={entries} own={user.username} />
              {pages.hasNextPage && (
                <Button
                  variant="default"
                  mt="sm"
                  loading={pages.isFetchingNextPage}
                  onClick={() => void pages.fetchNextPage()}
                >
                  Show older
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
