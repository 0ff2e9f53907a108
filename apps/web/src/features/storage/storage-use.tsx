import type { UserUse, WorkspaceUse } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { type Column, SortableTable, type SortableTableProps, type Sorting } from '../../ui/sortable-table.tsx';
import { When } from '../../ui/when.tsx';
import {
  storageQuery,
  type UserColumn,
  userUseQuery,
  type WorkspaceColumn,
  workspaceUseQuery,
} from './storage-query.ts';

const WORKSPACE_COLUMNS: readonly Column<WorkspaceUse, WorkspaceColumn>[] = [
  {
    name: 'name',
    label: 'Workspace',
    kind: 'text',
    cell: ({ name, deleted }) => (deleted ? `${name} (in the trash)` : name),
  },
  { name: 'owner', label: 'Owner', kind: 'text', cell: ({ owner }) => owner ?? '–' },
  { name: 'organization', label: 'Organization', kind: 'text', cell: ({ organization }) => organization ?? '–' },
  { name: 'figures', label: 'Figures', kind: 'number', cell: ({ figures }) => figures.toLocaleString('en') },
  { name: 'revisions', label: 'Revisions', kind: 'number', cell: ({ revisions }) => revisions.toLocaleString('en') },
  { name: 'size_bytes', label: 'Size', kind: 'number', cell: ({ size_bytes }) => formatBytes(size_bytes) },
  { name: 'trash_bytes', label: 'In trash', kind: 'number', cell: ({ trash_bytes }) => formatBytes(trash_bytes) },
  { name: 'changed_on', label: 'Last change', kind: 'time', cell: ({ changed_on }) => <When time={changed_on} /> },
];

const ACCOUNTS: Record<UserUse['account'], string> = {
  person: '',
  service: ' (service account)',
  gone: ' (deleted account)',
};

const USER_COLUMNS: readonly Column<UserUse, UserColumn>[] = [
  { name: 'username', label: 'User', kind: 'text', cell: ({ username, account }) => username + ACCOUNTS[account] },
  { name: 'revisions', label: 'Revisions', kind: 'number', cell: ({ revisions }) => revisions.toLocaleString('en') },
  { name: 'size_bytes', label: 'Published', kind: 'number', cell: ({ size_bytes }) => formatBytes(size_bytes) },
  { name: 'api_keys', label: 'API keys', kind: 'number', cell: ({ api_keys }) => api_keys.toLocaleString('en') },
  { name: 'workspaces', label: 'Owns', kind: 'number', cell: ({ workspaces }) => plural(workspaces, 'workspace') },
];

/** Shows the stored bytes of the server, by workspace and by user, for administrators. */
export function StorageUse() {
  return (
    <>
      <Total />
      <ByWorkspace />
      <ByUser />
    </>
  );
}

function Total() {
  const total = useQuery(storageQuery());
  return (
    <Loaded of={total} what="The total" skeleton={<LinesSkeleton count={1} />}>
      {({ blobs, trash, database_bytes, free_bytes, workspaces, users }) => (
        <Text size="sm" mb="lg">
          {plural(workspaces, 'workspace')} of {plural(users, 'person', 'people')} hold {formatBytes(blobs.bytes)} of
          data. {trashWords(trash)} The database takes {formatBytes(database_bytes)}. {formatBytes(free_bytes)} of the
          disk are free.
        </Text>
      )}
    </Loaded>
  );
}

const trashWords = ({ count, bytes }: { count: number; bytes: number }): string =>
  count === 0
    ? 'The trash is empty.'
    : `The trash holds ${plural(count, 'deleted object')} with ${formatBytes(bytes)}, which can be restored.`;

function ByWorkspace() {
  const [sorting, setSorting] = useState<Sorting<WorkspaceColumn>>({ column: 'size_bytes', order: 'desc' });
  const pages = useInfiniteQuery(workspaceUseQuery(sorting));
  const table = { label: 'Workspaces', columns: WORKSPACE_COLUMNS, sorting, onSort: setSorting };
  return <Ranking title="By workspace" of={pages} rowKey={({ api_id }) => api_id} {...table} />;
}

function ByUser() {
  const [sorting, setSorting] = useState<Sorting<UserColumn>>({ column: 'size_bytes', order: 'desc' });
  const pages = useInfiniteQuery(userUseQuery(sorting));
  const table = { label: 'Users', columns: USER_COLUMNS, sorting, onSort: setSorting };
  return <Ranking title="By user" of={pages} rowKey={({ username }) => username} {...table} />;
}

interface RankingProps<R, C extends string> extends Omit<SortableTableProps<R, C>, 'rows'> {
  title: string;
  of: UseInfiniteQueryResult<InfiniteData<{ entries: R[] }>>;
}

function Ranking<R, C extends string>({ title, of, ...table }: RankingProps<R, C>) {
  return (
    <Section title={title}>
      <Loaded of={of} what={`The ${table.label.toLowerCase()}`} skeleton={<LinesSkeleton count={6} />}>
        {({ pages }) => (
          <>
            <SortableTable {...table} rows={pages.flatMap(({ entries }) => entries)} />
            <More of={of}>Show more</More>
          </>
        )}
      </Loaded>
    </Section>
  );
}
