import { Button, CloseButton, Group } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { PersonName } from '../../ui/person.tsx';
import { KIND_NAMES, useFigureFilters } from './figure-filters.ts';
import css from './filter-bar.module.css';

const FilterDrawer = lazyDialog(async () => (await import('./filter-drawer.tsx')).FilterDrawer);

/** The button that opens the filters of a gallery. */
export function FilterButton({ id, name }: { id: string; name: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconFilter size={15} />} onClick={() => setOpened(true)}>
        Filter
      </Button>
      <FilterDrawer id={id} name={name} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

/** Shows the filters that a gallery has, each with a button that removes it. */
export function ActiveFilters() {
  const { filters, set, clear } = useFigureFilters();
  const { by, tags = [], kind, from, to, table, starred } = filters;
  const withoutTag = (tag: string) => {
    const others = tags.filter((one) => one !== tag);
    return others.length > 0 ? others : undefined;
  };
  const all: [key: string, shown: ReactNode, remove: () => void][] = [
    ...(starred ? [['starred', 'Starred by me', () => set({ starred: undefined })] as const] : []),
    ...(table ? [['table', 'With a table', () => set({ table: undefined })] as const] : []),
    ...(from ? [['from', `From ${from}`, () => set({ from: undefined })] as const] : []),
    ...(to ? [['to', `To ${to}`, () => set({ to: undefined })] as const] : []),
    ...tags.map((tag) => [`tag ${tag}`, <bdi key={tag}>{tag}</bdi>, () => set({ tags: withoutTag(tag) })] as const),
    ...(kind ? [['kind', KIND_NAMES[kind], () => set({ kind: undefined })] as const] : []),
    ...(by ? [['by', <PersonName key={by} username={by} />, () => set({ by: undefined })] as const] : []),
  ].map(([key, shown, remove]) => [key, shown, remove]);
  if (all.length === 0) return null;
  return (
    <Group gap={6} mb="sm" component="ul" className={css['filters'] ?? ''} aria-label="Filters">
      {all.map(([key, shown, remove]) => (
        <li key={key} className={css['filter']}>
          {shown}
          <CloseButton size={24} iconSize={12} aria-label="Remove this filter" onClick={remove} />
        </li>
      ))}
      <li>
        <Button variant="subtle" size="compact-xs" onClick={clear}>
          Clear filters
        </Button>
      </li>
    </Group>
  );
}
