import type { AuditEntry } from '@gofigr/contract';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call, urlOf } from '../../lib/api.ts';
import { clientName } from '../../lib/client-name.ts';
import { Empty } from '../../ui/empty.tsx';
import { TARGET } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { type AuditSearch, auditQueryOf } from './audit-search.ts';
import { sentenceOf } from './sentence.ts';

const PAGE = '50';

const everyonesAuditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'filtered', search],
    queryFn: ({ pageParam, signal }) =>
      call('GET /audit/', {
        query: { limit: PAGE, ...auditQueryOf(search), ...(pageParam && { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

interface EveryonesAuditProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

/** Lists the audit entries of everyone, with filters and their export, for administrators. */
export function EveryonesAudit({ search, onSearch }: EveryonesAuditProps) {
  const pages = useInfiniteQuery(everyonesAuditQuery(search));
  return (
    <>
      <AuditFilters search={search} onSearch={onSearch} />
      <Group gap="sm" mb="sm" justify="flex-end">
        <Export search={search} format="csv" label="CSV" />
        <Export search={search} format="jsonl" label="JSON lines" />
      </Group>
      <Loaded of={pages} what="The list" skeleton={<LinesSkeleton count={8} height={52} />}>
        {({ pages: loaded }) => {
          const entries = loaded.flatMap((page) => page.entries);
          if (entries.length === 0)
            return (
              <Empty icon={<IconShieldCheck size={30} stroke={1.4} />} title="No such entries">
                Nothing that these filters leave has happened. Clear some of them to see more.
              </Empty>
            );
          return (
            <>
              <Rows label="Audit list">
                {entries.map((entry) => (
                  <Row key={entry.api_id}>
                    <Entry entry={entry} onFilter={(change) => onSearch({ ...search, ...change })} />
                  </Row>
                ))}
              </Rows>
              <More of={pages}>Show older</More>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Export({ search, format, label }: { search: AuditSearch; format: 'csv' | 'jsonl'; label: string }) {
  return (
    <Button
      component="a"
      href={urlOf('GET /audit/export/', { query: { ...auditQueryOf(search), format } })}
      download
      variant="default"
      leftSection={<IconDownload size={16} />}
      aria-label={`Export as ${label}`}
    >
      {label}
    </Button>
  );
}

interface EntryProps {
  entry: AuditEntry;
  onFilter: (change: AuditSearch) => void;
}

/** An entry whose user, object and address filter the list. */
function Entry({ entry, onFilter }: EntryProps) {
  const { username, subject, object_id: object, address, client, timestamp } = entry;
  const other = subject !== username ? subject : null;
  return (
    <>
      <div style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text size="sm" dir="auto">
          {sentenceOf(entry)}
        </Text>
        <Group gap="2px 12px" c="dimmed" fz="xs">
          {username && <Filter onClick={() => onFilter({ user: username })}>by {username}</Filter>}
          {other && <Filter onClick={() => onFilter({ user: other })}>about {other}</Filter>}
          {object && <Filter onClick={() => onFilter({ object })}>same object</Filter>}
          {address && <Filter onClick={() => onFilter({ address })}>{address}</Filter>}
          {client && <span>{clientName(client)}</span>}
        </Group>
      </div>
      <Text component="div" size="xs" c="dimmed" style={{ flex: 'none' }}>
        <When time={timestamp} />
      </Text>
    </>
  );
}

const Filter = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Anchor component="button" type="button" fz="xs" c="dimmed" ta="start" mih={24} {...TARGET} onClick={onClick}>
    {children}
  </Anchor>
);
