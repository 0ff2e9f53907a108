import type { Data } from '@gofigr/contract';
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { plural } from '../../lib/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery, decodeText, textOf } from '../data/index.ts';
import css from './metadata.module.css';
import { parsePipFreeze } from './packages.ts';

/** The installed packages, closed until asked for. */
export function Environment({ datum }: { datum: Data }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={css['details']} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Environment ({datum.name})</summary>
      {opened && <Packages datum={datum} />}
    </details>
  );
}

function Packages({ datum }: { datum: Data }) {
  const bytes = useQuery(bytesQuery(datum));
  const [wanted, setWanted] = useState('');
  const packages = useMemo(
    () => (bytes.data ? parsePipFreeze(decodeText(bytes.data, textOf(datum, 'encoding'))) : []),
    [bytes.data, datum],
  );
  const found = packages.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Loaded of={bytes} what="The packages" skeleton={<LinesSkeleton height={18} />}>
      {() => (
        <>
          <TextInput
            aria-label="Search packages"
            placeholder="Search packages"
            size="xs"
            my="xs"
            maw={280}
            leftSection={<IconSearch size={14} />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <Text component="output" display="block" size="xs" c="dimmed" mb={4}>
            {plural(found.length, 'package')}
          </Text>
          <ul className={css['packages']}>
            {found.map(({ name, version }) => (
              <li key={name}>
                <span>{name}</span> <span className={css['quiet']}>{version}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
