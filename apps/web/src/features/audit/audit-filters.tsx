import { Button, NativeSelect } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { FilterText } from '../../ui/filter-text.tsx';
import css from './audit-filters.module.css';
import { type AuditSearch, auditSearchOf, GROUPS } from './audit-search.ts';
import { eventNames } from './sentence.ts';

interface AuditFiltersProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

const GROUP_CHOICES = [
  { value: '', label: 'Everything' },
  ...Object.entries(GROUPS).map(([value, label]) => ({ value, label })),
];
const EVENT_CHOICES = [
  { value: '', label: 'Any event' },
  ...eventNames().map((event) => ({ value: event, label: event.replaceAll('_', ' ') })),
];

/** Fields that filter the audit list. The page keeps the filters in its address. */
export function AuditFilters({ search, onSearch }: AuditFiltersProps) {
  const set = (change: Record<string, string>) => onSearch(auditSearchOf({ ...search, ...change }));
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <form className={css['filters']} aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <NativeSelect
        label="About"
        data={GROUP_CHOICES}
        value={search.group ?? ''}
        onChange={(event) => set({ group: event.currentTarget.value, event: '' })}
      />
      <NativeSelect
        label="Event"
        data={EVENT_CHOICES}
        value={search.event ?? ''}
        onChange={(event) => set({ event: event.currentTarget.value, group: '' })}
      />
      <FilterText label="User" value={search.user ?? ''} onChange={(user) => set({ user })} />
      <FilterText label="Address" value={search.address ?? ''} onChange={(address) => set({ address })} />
      <FilterText label="Object (ID)" value={search.object ?? ''} onChange={(object) => set({ object })} />
      <FilterText label="From" type="date" value={search.from ?? ''} onChange={(from) => set({ from })} />
      <FilterText label="To" type="date" value={search.to ?? ''} onChange={(to) => set({ to })} />
      {isFiltered && (
        <Button variant="default" leftSection={<IconFilterOff size={16} />} onClick={() => onSearch({})}>
          Clear
        </Button>
      )}
    </form>
  );
}
