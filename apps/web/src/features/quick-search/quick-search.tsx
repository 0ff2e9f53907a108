import type { FoundName } from '@gofigr/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import {
  IconChartScatter,
  IconFileDatabase,
  IconFolder,
  IconHome,
  IconSearch,
  IconStack2,
  IconUser,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { workspaceOwners, workspacesQuery } from '../workspace/index.ts';
import { namesQuery } from './names-query.ts';
import '@mantine/spotlight/styles.css';

const KINDS = {
  workspace: { label: 'Workspace', to: '/workspace/$id', Icon: IconStack2 },
  analysis: { label: 'Analysis', to: '/analysis/$id', Icon: IconFolder },
  figure: { label: 'Figure', to: '/figure/$id', Icon: IconChartScatter },
  asset: { label: 'Asset', to: '/asset/$id', Icon: IconFileDatabase },
} as const;
const isKnown = (kind: string): kind is keyof typeof KINDS => kind in KINDS;

const PAGES = [
  { label: 'Home', to: '/', Icon: IconHome },
  { label: 'Workspaces', to: '/workspaces', Icon: IconStack2 },
  { label: 'Account', to: '/account', Icon: IconUser },
] as const;

const [store, spotlight] = createSpotlight();

/**
 * Selects the first result, so that Enter opens it. The search box does so by itself only for results that are there at
 * the start.
 */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId);
  for (const action of list?.querySelectorAll('[data-selected]') ?? []) action.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.setState({ ...store.getState(), selected: 0 });
}

/** Search box for names of workspaces, analyses, figures and assets. It opens itself. */
export function QuickSearch() {
  const [query, setQuery] = useState('');
  const [text] = useDebouncedValue(query.trim(), 120);
  const found = useQuery(namesQuery(text));
  const navigate = useNavigate();
  const owners = workspaceOwners(useQuery(workspacesQuery()).data ?? []);
  useEffect(() => spotlight.open(), []);
  useEffect(() => {
    if (found.data) selectFirst();
  }, [found.data]);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight="min(70dvh, 32rem)"
      attributes={{ content: { 'aria-label': 'Quick search' } }}
    >
      <Spotlight.Search
        aria-label="Quick search"
        placeholder="Search for a workspace, analysis, figure or asset"
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {text === '' &&
          PAGES.map(({ label, to, Icon }) => (
            <Spotlight.Action
              key={to}
              label={label}
              leftSection={<Icon size={18} stroke={1.5} />}
              onClick={() => void navigate({ to })}
            />
          ))}
        {text !== '' &&
          found.data?.map((object) => (
            <Found
              key={object.api_id}
              object={object}
              owner={owners.get(object.workspace)}
              onOpen={(to) => void navigate({ to, params: { id: object.api_id } })}
            />
          ))}
        {text !== '' && found.data?.length === 0 && (
          <Spotlight.Empty>Nothing is named like “{text}”. Text inside figures isn't searched.</Spotlight.Empty>
        )}
        {found.error && <Spotlight.Empty>{messageOf(found.error)}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

type Address = (typeof KINDS)[keyof typeof KINDS]['to'];

interface FoundProps {
  object: FoundName;
  /** Owner of the workspace, if another one has the same name. */
  owner: string | undefined;
  onOpen: (to: Address) => void;
}

function Found({ object, owner, onOpen }: FoundProps) {
  if (!isKnown(object.kind)) return null;
  const { label, to, Icon } = KINDS[object.kind];
  const of = owner === undefined ? '' : ` of ${owner}`;
  return (
    <Spotlight.Action
      label={object.name}
      description={object.kind === 'workspace' ? label + of : `${label} in ${object.workspace_name}${of}`}
      leftSection={<Icon size={18} stroke={1.5} />}
      onClick={() => onOpen(to)}
    />
  );
}
