import type { Comparison, DatumDiff, Skipped } from '@gofigr/compare';
import { ActionIcon, Button, Loader, Tabs, Text, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconColumns2, IconEqual } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, Suspense, useMemo } from 'react';
import {
  AssetDiffs,
  type CodeOf,
  type CompareSearch,
  type CompareTab,
  compareLink,
  comparisonQuery,
  DataDiffs,
  EnvironmentDiff,
  ValuesDiff,
} from '../../features/compare/index.ts';
import { figureQuery } from '../../features/figure/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { useIsSignedIn } from '../../features/session/index.ts';
import { isMissing } from '../../lib/failure.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Later } from '../../ui/later.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { LinesSkeleton, PicturePageSkeleton } from '../../ui/skeletons.tsx';
import { TabRow } from '../../ui/tab-row.tsx';
import { withCode } from '../../ui/with-code.tsx';
import { knownCode } from './known-code.ts';
import { Picker } from './picker.tsx';
import { Pictures } from './pictures.tsx';
import css from './side.module.css';
import { Side } from './side.tsx';
import { SignInNotice } from './sign-in-notice.tsx';

const Tables = lazyCode(async () => (await import('./tables.tsx')).Tables);

interface ComparePageProps {
  a: string;
  b: string;
  search: CompareSearch;
}

/** Compares two revisions, of one figure or of two. All its state is in the address. */
export const ComparePage = (props: ComparePageProps) => (
  <Later before={<PicturePageSkeleton />}>
    <Compared {...props} />
  </Later>
);

function Compared({ a, b, search }: ComparePageProps) {
  const { data: first } = useSuspenseQuery(revisionQuery(a));
  const { data: second } = useSuspenseQuery(revisionQuery(b));
  const comparison = useQuery(comparisonQuery(a, b));
  const isUnstored = !useIsSignedIn() && isMissing(comparison.error);
  const codeOf = useMemo(() => knownCode([first, second]), [first, second]);
  const navigate = useNavigate();
  const change = (part: CompareSearch) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false });
  const open = (...ids: string[]) => void navigate({ ...compareLink(ids), search, resetScroll: false });
  const isOneFigure = first.figure === second.figure;
  const figure = useQuery(figureQuery(second.figure)).data;
  const numbers = [first, second].map(({ revision_index: index }) => `#${index + 1}`);
  const title = isOneFigure
    ? `${second.figure_metadata.name}: revisions ${numbers.join(' and ')}`
    : `${first.figure_metadata.name} ${numbers[0]} and ${second.figure_metadata.name} ${numbers[1]}`;
  return (
    <Page title={title} size="full">
      <header className={css['head']}>
        <Breadcrumb kind="figure" id={second.figure} above="figure" />
        <h1>Compare</h1>
        <div className={css['more']}>
          <Picker label="Compare one more" action="Add" figure={figure} onPick={(id) => open(a, b, id)} />
        </div>
      </header>
      <div className={css['sides']}>
        <Side label="before" revision={first} onPick={(id) => open(id, b)} />
        <Tooltip label="Exchange the sides">
          <ActionIcon
            variant="default"
            size={30}
            className={css['swap'] ?? ''}
            aria-label="Exchange the sides"
            onClick={() => open(b, a)}
          >
            <IconArrowsExchange size={16} />
          </ActionIcon>
        </Tooltip>
        <Side label="after" revision={second} onPick={(id) => open(a, id)} />
      </div>
      {isUnstored ? (
        <SignInNotice title="These two revisions were not compared yet">
          Only a revision and the one before it are compared by themselves. For those who are signed in, the server
          compares any two. The pictures are compared here.
        </SignInNotice>
      ) : (
        <OneLine comparison={comparison} />
      )}
      <Later before={<LinesSkeleton count={10} height={20} />}>
        <Tabs
          value={search.tab ?? 'picture'}
          onChange={(tab) => change({ tab: tab as CompareTab })} // one of TABS
          keepMounted={false}
        >
          <TabRow label="Differences">
            {TABS.map(({ value, label, count }) => (
              <Tabs.Tab
                key={value}
                value={value}
                rightSection={comparison.data && count && <Count of={count(comparison.data)} />}
              >
                {label}
              </Tabs.Tab>
            ))}
          </TabRow>
          <Tabs.Panel value="picture">
            <Pictures a={first} b={second} comparison={comparison.data} search={search} onChange={change} />
          </Tabs.Panel>
          {TABS.filter(({ value }) => value !== 'picture').map(({ value, label, draw }) => (
            <Tabs.Panel key={value} value={value}>
              {(value === 'code' || value === 'text') && (
                <Button
                  variant={search.split ? 'filled' : 'default'}
                  size="xs"
                  mb="sm"
                  leftSection={<IconColumns2 size={15} />}
                  aria-pressed={search.split === true}
                  onClick={() => change({ split: search.split ? undefined : true })}
                >
                  Two columns
                </Button>
              )}
              {!isUnstored && (
                <Loaded of={comparison} what="The differences" skeleton={<LinesSkeleton count={10} height={20} />}>
                  {(data) =>
                    draw?.({ a, b, search, comparison: data, onChange: change, codeOf }) ?? <Same what={label} />
                  }
                </Loaded>
              )}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Later>
    </Page>
  );
}

function OneLine({
  comparison,
}: {
  comparison: { data: Comparison | undefined; error: unknown; refetch: () => unknown };
}) {
  const { data, error, refetch } = comparison;
  if (!data && error)
    return <Failure error={error} what="The differences could not be loaded" onRetry={() => refetch()} />;
  if (!data)
    return (
      <Text className={css['line'] ?? ''} c="dimmed" component="output" dir="auto">
        <Loader size={14} /> Comparing …
      </Text>
    );
  return (
    <Text className={css['line'] ?? ''} component="output" dir="auto">
      {withCode(data.line)}
    </Text>
  );
}

const Count = ({ of }: { of: number }) =>
  of > 0 ? <span className={css['count']}>{of.toLocaleString('en')}</span> : null;

const Same = ({ what }: { what: string }) => (
  <Empty icon={<IconEqual size={28} stroke={1.4} />} title={`${what}: nothing differs`} />
);

interface Drawn {
  a: string;
  b: string;
  comparison: Comparison;
  search: CompareSearch;
  onChange: (change: CompareSearch) => void;
  codeOf: CodeOf;
}

interface TabOf {
  value: CompareTab;
  label: string;
  /** Number of differences. */
  count?: (comparison: Comparison) => number;
  /** Null if nothing differs. */
  draw?: (drawn: Drawn) => ReactNode;
}

const differing = (diffs: readonly DatumDiff[]): number => diffs.filter(({ kind }) => kind !== 'equal').length;
const valuesIn = (values: Comparison['metadata']): number =>
  'skipped' in values ? 1 : values.changes.length + values.unlisted;
const packagesIn = (environment: Comparison['environment'] | Skipped): number =>
  'skipped' in environment
    ? 1
    : environment.packages.changes.length +
      [environment.interpreter, environment.system, environment.git].reduce((sum, values) => sum + valuesIn(values), 0);

const TABS: readonly TabOf[] = [
  { value: 'picture', label: 'Picture' },
  {
    value: 'code',
    label: 'Code',
    count: ({ code }) => differing(code),
    draw: ({ comparison: { code }, search, codeOf }) =>
      code.length > 0 ? <DataDiffs what="code" diffs={code} split={search.split === true} codeOf={codeOf} /> : null,
  },
  {
    value: 'data',
    label: 'Data',
    count: ({ tables, files, assets }) => differing(tables) + differing(files) + assets.length,
    draw: ({ comparison, ...choices }) => {
      const { tables, files, assets } = comparison;
      return tables.length + files.length + assets.length > 0 ? (
        <>
          <AssetDiffs changes={assets} />
          {tables.length > 0 && (
            <Suspense fallback={<LinesSkeleton count={10} height={20} />}>
              <Tables {...choices} tables={tables} />
            </Suspense>
          )}
          <DataDiffs what="files" diffs={files} split={false} />
        </>
      ) : null;
    },
  },
  {
    value: 'environment',
    label: 'Environment',
    count: ({ environment }) => packagesIn(environment),
    draw: ({ comparison: { environment }, search }) => (
      <EnvironmentDiff diff={environment} split={search.split === true} />
    ),
  },
  {
    value: 'metadata',
    label: 'Metadata',
    count: ({ parameters, metadata }) => valuesIn(parameters) + valuesIn(metadata),
    draw: ({ comparison: { parameters, metadata } }) =>
      valuesIn(parameters) + valuesIn(metadata) > 0 ? (
        <>
          <ValuesDiff title="Parameters" diff={parameters} />
          <ValuesDiff title="Recorded about the run" diff={metadata} />
        </>
      ) : null,
  },
  {
    value: 'text',
    label: 'Text',
    count: ({ texts }) => differing(texts),
    draw: ({ comparison: { texts }, search, codeOf }) =>
      texts.length > 0 ? <DataDiffs what="texts" diffs={texts} split={search.split === true} codeOf={codeOf} /> : null,
  },
];
