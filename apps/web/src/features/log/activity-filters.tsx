import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { FilterText } from '../../ui/filter-text.tsx';
import { PersonPicker } from '../../ui/person-picker.tsx';
import { useTyped } from '../../ui/use-typed.ts';
import css from './activity-list.module.css';
import { useActivitySearch } from './use-activity-search.ts';

/** Fields that filter activity by person and day. */
export function ActivityFilters() {
  const [search, set] = useActivitySearch();
  const [person, setPerson] = useTyped(search.user ?? '');
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  const filterBy = (user: string) => set({ user: user.trim() || undefined });
  return (
    <form
      className={css['filters']}
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
        filterBy(person);
      }}
    >
      <PersonPicker
        label="Person"
        required={false}
        value={person}
        onBlur={() => filterBy(person)}
        onChange={(typed, isUser) => {
          setPerson(typed);
          if (isUser || typed === '') filterBy(typed);
        }}
      />
      <FilterText
        label="From"
        type="date"
        value={search.from ?? ''}
        onChange={(from) => set({ from: from || undefined })}
      />
      <FilterText label="To" type="date" value={search.to ?? ''} onChange={(to) => set({ to: to || undefined })} />
      {isFiltered && (
        <Button
          variant="default"
          leftSection={<IconFilterOff size={16} />}
          onClick={() => set({ user: undefined, from: undefined, to: undefined })}
        >
          Clear
        </Button>
      )}
    </form>
  );
}
