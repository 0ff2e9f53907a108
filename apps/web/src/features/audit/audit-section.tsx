import type { User } from '@gofigr/contract';
import { Button, Group } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { call, urlOf } from '../../lib/api.ts';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { AuditEntries } from './audit-entries.tsx';

const PAGE = 20;

const ownAuditQuery = () =>
  infiniteQueryOptions({
    queryKey: ['audit', 'own'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /audit/', {
        query: { limit: String(PAGE), ...(pageParam && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** Shows the user's own sign-ins and changes of access. Administrators find those of everyone on their own page. */
export function AuditSection({ user }: { user: User }) {
  const pages = useInfiniteQuery(ownAuditQuery());
  return (
    <Section
      title="Security history"
      aside={
        <Group gap="sm">
          {user.is_staff && (
            <ButtonLink to="/admin/audit" variant="default">
              Everyone's
            </ButtonLink>
          )}
          <Button
            component="a"
            href={urlOf('GET /audit/export/', { query: {} })}
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
              <More of={pages}>Show older</More>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
