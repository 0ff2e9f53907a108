import type { FoundType, SearchAnswer, SearchResult } from '@gofigr/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import {
  IconBookmark,
  IconChartScatter,
  IconFileDatabase,
  IconFolder,
  IconHome,
  IconPhotoSearch,
  IconSearch,
  IconStack2,
  IconUser,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { plural, quoted } from '../../lib/format.ts';
import { LINKS } from '../../lib/object-pages.ts';
import { workspaceOwners, workspacesQuery } from '../workspace/index.ts';
import { MATCH_SOURCES } from './match-sources.ts';
import css from './quick-search.module.css';
import { savedSearchesQuery } from './saved-searches-query.ts';
import { firstResultsQuery } from './search-query.ts';
import { TypeAhead } from './type-ahead.ts';
import '@mantine/spotlight/styles.css';

const KINDS: Record<FoundType, { label: string; Icon: typeof IconHome }> = {
  workspace: { label: 'Workspace', Icon: IconStack2 },
  analysis: { label: 'Analysis', Icon: IconFolder },
  figure: { label: 'Figure', Icon: IconChartScatter },
  asset: { label: 'Asset', Icon: IconFileDatabase },
  revision: { label: 'Revision', Icon: IconChartScatter },
  asset_revision: { label: 'Revision of an asset', Icon: IconFileDatabase },
};

const PAGES = [
  { label: 'Home', to: '/', Icon: IconHome },
  { label: 'Workspaces', to: '/workspaces', Icon: IconStack2 },
  { label: 'Search', to: '/search', Icon: IconSearch },
  { label: 'Where does this picture come from?', to: '/whence', Icon: IconPhotoSearch },
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

/** Time after the last key before a search starts: a person may search ten times a second. */
const PAUSE_MS = 150;
/** Saved searches in the box. */
const MOST_SAVED = 8;

export interface QuickSearchProps {
  query: string;
  onQuery: Dispatch<SetStateAction<string>>;
}

/** Shows the best results while somebody types, and without words the pages and saved searches. It opens itself. */
export function QuickSearch({ query, onQuery }: QuickSearchProps) {
  const [hasFocus, setFocus] = useState(false);
  const [text] = useDebouncedValue(query.trim(), PAUSE_MS);
  const found = useQuery(firstResultsQuery(text));
  const saved = useQuery(savedSearchesQuery).data ?? [];
  const navigate = useNavigate();
  const owners = workspaceOwners(useQuery(workspacesQuery()).data ?? []);
  useEffect(() => spotlight.open(), []);
  useEffect(() => {
    if (found.data) selectFirst();
  }, [found.data]);
  const isNamed = ({ name }: { name: string }) => name.toLowerCase().includes(text.toLowerCase());
  const open = (type: FoundType, id: string) => void navigate({ to: LINKS[type], params: { id } });
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={onQuery}
      shortcut={null}
      scrollable
      maxHeight="min(70dvh, 32rem)"
      classNames={{ actionDescription: css['description'] ?? '' }}
      attributes={{
        content: { 'aria-label': 'Quick search' },
        actionLabel: { dir: 'auto' },
        actionDescription: { dir: 'auto' },
      }}
    >
      {!hasFocus && <TypeAhead onType={onQuery} />}
      <Spotlight.Search
        aria-label="Quick search"
        onFocus={() => setFocus(true)}
        placeholder="Search for figures and everything else"
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
        {text !== '' && found.data && <Found answer={found.data} owners={owners} onOpen={open} />}
        {text !== '' && (
          <Spotlight.Action
            label={`All results for ${quoted(text)}`}
            {...(found.data && !found.isPlaceholderData && { description: countOf(found.data) })}
            leftSection={<IconSearch size={18} stroke={1.5} />}
            onClick={() => void navigate({ to: '/search', search: { q: text } })}
          />
        )}
        {saved
          .filter(isNamed)
          .slice(0, MOST_SAVED)
          .map(({ api_id, name, q }) => (
            <Spotlight.Action
              key={api_id}
              label={name}
              description={`Saved search: ${q}`}
              leftSection={<IconBookmark size={18} stroke={1.5} />}
              onClick={() => void navigate({ to: '/search', search: { q } })}
            />
          ))}
        {found.error && <Spotlight.Empty>{messageOf(found.error)}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const countOf = ({ counts: { total, complete } }: SearchAnswer): string =>
  complete ? plural(total, 'result') : `More than ${plural(total, 'result')}`;

interface FoundProps {
  answer: SearchAnswer;
  /** Owners of workspaces with a name that another one has, too. */
  owners: ReadonlyMap<string, string>;
  onOpen: (type: FoundType, id: string) => void;
}

function Found({ answer: { opens, results }, owners, onOpen }: FoundProps) {
  return (
    <>
      {opens && (
        <Spotlight.Action
          label={`Open the ${KINDS[opens.type].label.toLowerCase()} of this address`}
          leftSection={iconOf(opens.type)}
          onClick={() => onOpen(opens.type, opens.api_id)}
        />
      )}
      {results.map((result) => (
        <Spotlight.Action
          key={result.api_id}
          label={result.name}
          description={placeOf(result, owners)}
          leftSection={iconOf(result.type)}
          onClick={() => onOpen(result.type, result.api_id)}
        />
      ))}
    </>
  );
}

function iconOf(type: FoundType) {
  const { Icon } = KINDS[type];
  return <Icon size={18} stroke={1.5} />;
}

/** Kind and place of a result, and the line that has the words. */
function placeOf(
  { type, workspace, workspace_name, analysis_name, match }: SearchResult,
  owners: FoundProps['owners'],
) {
  const owner = workspace === null ? undefined : owners.get(workspace);
  const of = owner === undefined ? '' : ` of ${owner}`;
  const names = [workspace_name && workspace_name + of, type === 'analysis' ? null : analysis_name];
  const place = type === 'workspace' ? of : ` in ${names.filter((name) => name !== null).join(' › ')}`;
  const shown = type === 'workspace' || workspace_name !== null || analysis_name !== null ? place : ', shared with you';
  return `${KINDS[type].label}${shown}${match ? ` · ${MATCH_SOURCES[match.in]}: ${match.text}` : ''}`;
}
