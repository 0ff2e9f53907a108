import type { AuditEntry, User } from '@gofigr/contract';
import { Button, Group, Switch, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, urlOf } from '../../lib/api.ts';
import { clientName } from '../../lib/client-name.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { sentenceOf } from './sentence.ts';

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
              <Rows label="Security history">
                {entries.map((entry) => (
                  <Row key={entry.api_id}>
                    <Entry entry={entry} own={user.username} />
                  </Row>
                ))}
              </Rows>
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

function Entry({ entry, own }: { entry: AuditEntry; own: string }) {
  const by = entry.username && entry.username !== own ? `by ${entry.username}` : '';
  const from = [by, entry.client ? clientName(entry.client) : '', entry.address ?? ''].filter((part) => part !== '');
  return (
    <>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {sentenceOf(entry)}
        </Text>
        {from.length > 0 && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {from.join(' · ')}
          </Text>
        )}
      </div>
      <Text component="div" size="xs" c="dimmed" style={{ flex: 'none' }}>
        <When time={entry.timestamp} />
      </Text>
    </>
  );
}
