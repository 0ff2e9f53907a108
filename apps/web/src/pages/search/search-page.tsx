import type { FoundType, SearchAnswer } from '@gofigr/contract';
import { Button, Pill, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPhotoSearch, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import {
  operatorsIn,
  SavedSearches,
  SaveSearch,
  searchQuery,
  valueOf,
  withOperator,
  withoutOperator,
} from '../../features/search/index.ts';
import { plural, quoted } from '../../lib/format.ts';
import { LINKS } from '../../lib/object-pages.ts';
import { Empty } from '../../ui/empty.tsx';
import { ButtonLink, TARGET, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { useTyped } from '../../ui/use-typed.ts';
import { byPlace, type Place } from './places.ts';
import css from './search.module.css';
import { Result } from './search-result.tsx';

/** Time after the last key before a search starts, in milliseconds. */
const PAUSE_MS = 250;

const MOST_CHARACTERS = 1000;

const NOUNS: Record<FoundType, [one: string, many: string]> = {
  workspace: ['workspace', 'workspaces'],
  analysis: ['analysis', 'analyses'],
  figure: ['figure', 'figures'],
  asset: ['asset', 'assets'],
  revision: ['revision', 'revisions'],
  asset_revision: ['revision of an asset', 'revisions of assets'],
};

/** Searches everything that the user may view. The address has the whole search. */
export function SearchPage({ q }: { q: string }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useTyped(q);
  const set = (text: string) => void navigate({ to: '/search', search: text === '' ? {} : { q: text }, replace: true });
  const later = useDebouncedCallback((text: string) => set(text.trim()), PAUSE_MS);
  const found = useInfiniteQuery(searchQuery(q));
  return (
    <Page title={q === '' ? 'Search' : `${q} – Search`}>
      <PageHeader
        title="Search"
        actions={
          <ButtonLink to="/whence" variant="default" leftSection={<IconPhotoSearch size={16} />}>
            Search by picture
          </ButtonLink>
        }
      />
      <search className={css['box']}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            later.cancel();
            set(typed.trim());
          }}
        >
          <TextInput
            type="search"
            size="md"
            aria-label="Search for"
            placeholder="Words in names, code, texts, metadata, tags, packages …"
            leftSection={<IconSearch size={18} stroke={1.6} />}
            autoComplete="off"
            spellCheck={false}
            maxLength={MOST_CHARACTERS}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              later(event.currentTarget.value);
            }}
          />
        </form>
      </search>
      <Operators q={q} onChange={set} />
      {q === '' ? (
        <>
          <SavedSearches />
          <Hints onChange={set} />
        </>
      ) : (
        <Loaded of={found} what="The results" skeleton={<LinesSkeleton height={64} />}>
          {({ pages }) => (
            <>
              <SaveSearch q={q} />
              <Results q={q} pages={pages} onChange={set} />
              <More of={found}>Show more</More>
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface ChangeProps {
  q: string;
  onChange: (text: string) => void;
}

/** The operators of the search as chips that can be taken away. */
function Operators({ q, onChange }: ChangeProps) {
  const operators = operatorsIn(q);
  if (operators.length === 0) return null;
  return (
    <fieldset className={css['chips']} aria-label="Filters">
      {operators.map((operator) => (
        <Pill
          key={operator}
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Remove ${operator}`, 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => onChange(withoutOperator(q, operator))}
        >
          <bdi>{operator}</bdi>
        </Pill>
      ))}
    </fieldset>
  );
}

interface ResultsProps extends ChangeProps {
  pages: readonly SearchAnswer[];
}

function Results({ q, pages, onChange }: ResultsProps) {
  const [first] = pages;
  if (!first) return null;
  const { opens, counts, corrected, filling } = first;
  const results = pages.flatMap((page) => page.results);
  return (
    <>
      {opens && (
        <ButtonLink to={LINKS[opens.type]} params={{ id: opens.api_id }} my="sm">
          Open the {NOUNS[opens.type][0]} of this address
        </ButtonLink>
      )}
      <output className={css['said']}>
        {corrected.map(({ from, to }) => (
          <Text key={from} component="span" display="block" size="sm">
            Nothing has {quoted(from)}. These results are for {to.map(quoted).join(' or ')}.
          </Text>
        ))}
        {filling && (
          <Text component="span" display="block" size="sm" c="dimmed">
            Older figures are still being read for the search, and will be found soon.
          </Text>
        )}
      </output>
      {counts.types.length > 0 && <Types q={q} counts={counts} onChange={onChange} />}
      {results.length === 0 && !opens && (
        <Empty icon={<IconSearch size={28} />} title="Nothing found">
          Try fewer or other words, or take a filter away. Words may be the beginning or a part of a name.
        </Empty>
      )}
      {byPlace(results, counts).map((place) => (
        <PlaceOf key={place.key} place={place} />
      ))}
    </>
  );
}

/** How many results there are of each kind, as buttons that show only these. */
function Types({ q, counts: { total, complete, types }, onChange }: ChangeProps & { counts: SearchAnswer['counts'] }) {
  const only = valueOf(q, 'type');
  return (
    <fieldset className={css['chips']} aria-label="Kinds">
      <Button
        size="compact-sm"
        variant={only === undefined ? 'light' : 'subtle'}
        aria-pressed={only === undefined}
        onClick={() => onChange(withOperator(q, 'type', null))}
      >
        {only === undefined ? `All ${complete ? '' : 'best '}${total.toLocaleString('en')}` : 'All kinds'}
      </Button>
      {types.map(({ type, count }) => (
        <Button
          key={type}
          size="compact-sm"
          variant={only === type ? 'light' : 'subtle'}
          aria-pressed={only === type}
          disabled={type === 'revision' || type === 'asset_revision'}
          onClick={() => onChange(withOperator(q, 'type', type))}
        >
          {plural(count, ...NOUNS[type])}
        </Button>
      ))}
    </fieldset>
  );
}

function PlaceOf({ place: { workspace, workspaceName, analysis, analysisName, count, results } }: { place: Place }) {
  const id = useId();
  const hidden = count - results.length;
  return (
    <section className={css['group']} aria-labelledby={id}>
      <h2 className={css['place']} id={id}>
        {workspace === null ? (
          'Shared with you'
        ) : (
          <TextLink to={LINKS.workspace} params={{ id: workspace }} size="sm" {...TARGET}>
            {workspaceName}
          </TextLink>
        )}
        {analysis !== null && (
          <>
            {' › '}
            <TextLink to={LINKS.analysis} params={{ id: analysis }} size="sm" {...TARGET}>
              {analysisName}
            </TextLink>
          </>
        )}
        {count > 1 && <span>{plural(count, 'result')}</span>}
        {hidden > 0 && <span>({hidden.toLocaleString('en')} further down)</span>}
      </h2>
      <ul className={css['items']} aria-labelledby={id}>
        {results.map((result) => (
          <Result key={result.api_id} result={result} />
        ))}
      </ul>
    </section>
  );
}

const EXAMPLES = [
  ['hill fit', 'both words, in any order, also as parts of fit_hill or HillFit'],
  ['"dose response"', 'these words, one after the other'],
  ['drops -draft', 'what has the one word and not the other'],
  ['author:ada on:yesterday', 'what a person made or changed, and when; also before: and after:'],
  ['type:figure has:table tag:final', 'figures with a table and this tag'],
  ['package:numpy workspace:lab', 'figures made with a package, in a workspace; also analysis:'],
] as const;

/** Says what a search can be. Each example is tried with a click. */
function Hints({ onChange }: Pick<ChangeProps, 'onChange'>) {
  return (
    <dl className={css['hints']}>
      {EXAMPLES.map(([text, meaning]) => (
        <div key={text} className={css['hint']}>
          <dt>
            <Button size="compact-sm" variant="light" onClick={() => onChange(text)}>
              {text}
            </Button>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
