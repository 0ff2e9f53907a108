import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { type Filter, usersQuery } from './requests.ts';
import { UsersTable } from './users-table.tsx';

/** Filters by their value. */
const SHOWN = {
  all: { label: 'Everyone', active: '', staff: '' },
  active: { label: 'Active', active: 'true', staff: '' },
  disabled: { label: 'Disabled', active: 'false', staff: '' },
  administrators: { label: 'Administrators', active: '', staff: 'true' },
} as const satisfies Record<string, Omit<Filter, 'search'> & { label: string }>;
type Shown = keyof typeof SHOWN;

const OPTIONS = Object.entries(SHOWN).map(([value, { label }]) => ({ value, label }));
const isShown = (value: string): value is Shown => value in SHOWN;

/** Lists, finds and changes the users of the server, for administrators. */
export function Users({ own }: { own: string }) {
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { active, staff } = SHOWN[shown];
  const pages = useInfiniteQuery(usersQuery({ search, active, staff }));
  return (
    <>
      <Group gap="sm" mb="md" align="end">
        <TextInput
          label="Search"
          placeholder="Name or email address"
          leftSection={<IconSearch size={16} />}
          autoComplete="off"
          spellCheck={false}
          maxLength={254}
          style={{ flex: '1 1 14rem', maxWidth: '22rem' }}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          label="Show"
          data={OPTIONS}
          value={shown}
          onChange={({ currentTarget: { value } }) => isShown(value) && setShown(value)}
        />
      </Group>
      <Loaded of={pages} what="The users" skeleton={<LinesSkeleton count={6} />}>
        {({ pages: loaded }) => {
          const users = loaded.flatMap(({ entries }) => entries);
          if (users.length === 0)
            return (
              <Empty icon={<IconUsers size={30} stroke={1.4} />} title="No such users">
                No user fits the search and the filter.
              </Empty>
            );
          return (
            <>
              <UsersTable users={users} own={own} />
              <More of={pages}>Show more</More>
            </>
          );
        }}
      </Loaded>
    </>
  );
}
