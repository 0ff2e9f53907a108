import { Button, Drawer, Group, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PersonName } from '../../ui/person.tsx';
import { facetsQuery } from './facets-query.ts';
import { figureQueryOf, KIND_NAMES, useFigureFilters } from './figure-filters.ts';
import css from './filter-drawer.module.css';

interface FilterDrawerProps {
  id: string;
  /** Part of the names that the list is filtered by. */
  name: string;
  opened: boolean;
  onClose: () => void;
}

/** Lets the user filter a gallery: at the side, and from below on a phone. */
export function FilterDrawer({ id, name, opened, onClose }: FilterDrawerProps) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  const { filters, set, clear } = useFigureFilters();
  const facets = useQuery({ ...facetsQuery(id, name, figureQueryOf(filters)), enabled: opened }).data;
  const { by, kind, tags = [], table, starred } = filters;
  const toggleTag = (tag: string) => {
    const others = tags.filter((one) => !isSame(one, tag));
    const next = others.length < tags.length ? others : [...tags, tag];
    set({ tags: next.length > 0 ? next : undefined });
  };
  const people = facets?.people ?? [];
  const kinds = facets?.kinds ?? [];
  // A chosen value stays, so that it can be taken back, even if no figure has it now.
  const shownPeople =
    by && !people.some(({ username }) => username === by) ? [{ username: by, count: 0 }, ...people] : people;
  const shownKinds = kind && !kinds.some((one) => one.kind === kind) ? [{ kind, count: 0 }, ...kinds] : kinds;
  const listedTags = tags.filter((tag) => !facets?.tags.some((one) => isSame(one.tag, tag)));
  const shownTags = [...listedTags.map((tag) => ({ tag, count: 0 })), ...(facets?.tags ?? [])];
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title="Filter figures"
      position={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '80dvh' : '20rem'}
      overlayProps={{ backgroundOpacity: isPhone ? 0.4 : 0.1 }}
    >
      <Choices title="Only">
        <Choice
          isChosen={starred === true}
          count={facets?.starred}
          onToggle={() => set({ starred: starred ? undefined : true })}
        >
          Starred by me
        </Choice>
        <Choice
          isChosen={table === true}
          count={facets?.has_table}
          onToggle={() => set({ table: table ? undefined : true })}
        >
          With a table
        </Choice>
      </Choices>
      <Text size="sm" fw={600} mb={4}>
        Last changed
      </Text>
      <div className={css['dates']}>
        <TextInput
          type="date"
          label="From"
          value={filters.from ?? ''}
          onChange={(event) => set({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label="To"
          value={filters.to ?? ''}
          onChange={(event) => set({ to: event.currentTarget.value || undefined })}
        />
      </div>
      {shownTags.length > 0 && (
        <Choices title="Tags">
          {shownTags.map(({ tag, count }) => (
            <Choice
              key={tag}
              isChosen={tags.some((one) => isSame(one, tag))}
              count={count}
              onToggle={() => toggleTag(tag)}
            >
              <bdi>{tag}</bdi>
            </Choice>
          ))}
        </Choices>
      )}
      <Choices title="Kind">
        {shownKinds.map((one) => (
          <Choice
            key={one.kind}
            isChosen={one.kind === kind}
            count={one.count}
            onToggle={() => set({ kind: one.kind === kind ? undefined : one.kind })}
          >
            {KIND_NAMES[one.kind]}
          </Choice>
        ))}
      </Choices>
      <Choices title="Created by">
        {shownPeople.map(({ username, count }) => (
          <Choice
            key={username}
            isChosen={username === by}
            count={count}
            onToggle={() => set({ by: username === by ? undefined : username })}
          >
            <PersonName username={username} />
          </Choice>
        ))}
      </Choices>
      <Group justify="space-between">
        <Button variant="default" onClick={clear}>
          Clear filters
        </Button>
        <Button onClick={onClose}>Show</Button>
      </Group>
    </Drawer>
  );
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function Choices({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <ul className={css['choices']}>{children}</ul>
    </section>
  );
}

interface ChoiceProps {
  isChosen: boolean;
  count: number | undefined;
  onToggle: () => void;
  children: ReactNode;
}

const Choice = ({ isChosen, count, onToggle, children }: ChoiceProps) => (
  <li>
    <UnstyledButton className={css['choice'] ?? ''} aria-pressed={isChosen} onClick={onToggle}>
      <span>{children}</span>
      <span className={css['count']}>{count?.toLocaleString('en')}</span>
    </UnstyledButton>
  </li>
);
