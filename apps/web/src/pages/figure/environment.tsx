import type { Data } from '@gofigr/contract';
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { textQuery } from '../../features/data/index.ts';
import { plural } from '../../lib/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import css from './metadata.module.css';
import { entriesOf, isPipFreeze } from './packages.ts';

/** Shows the environment in which the figure was made. It is closed at first. */
export function Environment({ datum }: { datum: Data }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={css['details']} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Environment ({datum.name})</summary>
      {opened && <Entries datum={datum} />}
    </details>
  );
}

function Entries({ datum }: { datum: Data }) {
  const text = useQuery(textQuery(datum));
  const [wanted, setWanted] = useState('');
  const entries = useMemo(() => (text.data ? entriesOf(datum.name, text.data.text) : []), [text.data, datum]);
  const found = entries.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const arePackages = isPipFreeze(datum.name);
  return (
    <Loaded of={text} what="The environment" skeleton={<LinesSkeleton height={18} />}>
      {() => (
        <>
          <TextInput
            aria-label={`Search ${datum.name}`}
            placeholder={arePackages ? 'Search packages' : 'Search lines'}
            size="xs"
            my="xs"
            maw={280}
            leftSection={<IconSearch size={14} />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <Text component="output" display="block" size="xs" c="dimmed" mb={4}>
            {plural(found.length, arePackages ? 'package' : 'line')}
          </Text>
          <ul className={arePackages ? css['packages'] : css['entries']}>
            {found.map(({ name, version }, index) => (
              <li key={`${index}`}>
                <span>{name}</span> <span className={css['quiet']}>{version}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
