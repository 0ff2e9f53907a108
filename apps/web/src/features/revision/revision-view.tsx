import type { DataType, Revision } from '@gofigr/contract';
import { ActionIcon, Group, Tabs, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { CatchBoundary, type ErrorComponentProps, useNavigate } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, Suspense } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { CodePanel, DownloadMenu, FilePanel, ImagePanel, TablePanel, TextPanel } from '../data/index.ts';
import { FigureMenu, figureQuery } from '../figure/index.ts';
import { infoQuery } from '../info/index.ts';
import { Breadcrumb, useIsMember } from '../path/index.ts';
import { ShareButton } from '../sharing/index.ts';
import { Identity } from './identity.tsx';
import { MetadataPanel } from './metadata-panel.tsx';
import { type ListedRevision, neighboursOf } from './neighbours.ts';
import css from './revision-view.module.css';
import { TABS, type Tab, tabOf } from './tabs.ts';
import { Timeline } from './timeline.tsx';
import { useArrowKeys } from './use-arrow-keys.ts';

/** One revision of a figure: the picture first, the rest in tabs, the other revisions beside it. */
export function RevisionView({ revision, tab }: { revision: Revision; tab: Tab | undefined }) {
  const navigate = useNavigate();
  // A reader may see the revision and not its figure: then its name is known, its other revisions aren't.
  const figure = useQuery(figureQuery(revision.figure)).data;
  const info = useQuery(infoQuery());
  const isMember = useIsMember('figure', revision.figure);
  const { older, newer } = neighboursOf(figure?.revisions ?? [], revision.api_id);
  const open = (target: ListedRevision | undefined) =>
    target &&
    (() => void navigate({ to: '/revision/$id', params: { id: target.api_id }, search: { tab }, resetScroll: false }));
  const openOlder = open(older);
  const openNewer = open(newer);
  useArrowKeys({ left: openOlder, right: openNewer });

  const name = figure?.name ?? revision.figure_metadata.name;
  const number = revision.revision_index + 1;
  const origin = info.data?.public_url ?? window.location.origin;
  const link = `${origin}/r/${revision.short_id ?? revision.api_id}`;
  return (
    <Page title={`${name}, revision #${number}`} size="wide">
      <PageHeader
        title={name}
        above={<Breadcrumb kind="figure" id={revision.figure} above="figure" />}
        below={
          <Group gap={6}>
            <Step label="Older revision (left arrow key)" onClick={openOlder}>
              <IconChevronLeft size={16} />
            </Step>
            <Text component="span" size="sm" fw={600} c="var(--mantine-color-text)">
              Revision #{number}
            </Text>
            <Step label="Newer revision (right arrow key)" onClick={openNewer}>
              <IconChevronRight size={16} />
            </Step>
            <Text component="span" size="sm">
              {figure && !newer && 'newest · '}
              {revision.created_by && `${revision.created_by} · `}
              <When time={revision.created_on} />
            </Text>
          </Group>
        }
        actions={
          <>
            <CopyButton text={link} leftSection={<IconLink size={16} />}>
              Copy link
            </CopyButton>
            <DownloadMenu data={revision.data} />
            {isMember && (
              <ShareButton kind="figure" id={revision.figure} link={`${origin}/figure/${revision.figure}`} />
            )}
            {isMember && figure && <FigureMenu figure={figure} />}
          </>
        }
      />
      {figure?.description && (
        <Text size="sm" mb="sm" maw={820} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {figure.description}
        </Text>
      )}
      <div className={css['columns']}>
        <div className={css['main']}>
          <Contents
            revision={revision}
            title={`${name}, revision ${number}`}
            tab={tab ?? 'image'}
            onTab={(next) =>
              void navigate({
                to: '.',
                search: (old) => ({ ...old, tab: tabOf(next) }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </div>
        <aside aria-label="Revisions and details">
          {figure && <Timeline revisions={figure.revisions} current={revision.api_id} tab={tab} />}
          <Identity revision={revision} />
        </aside>
      </div>
    </Page>
  );
}

function Step({ label, onClick, children }: { label: string; onClick: (() => void) | undefined; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="sm" aria-label={label} disabled={!onClick} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface ContentsProps {
  revision: Revision;
  title: string;
  tab: Tab;
  onTab: (tab: string | null) => void;
}

function Contents({ revision, title, tab, onTab }: ContentsProps) {
  return (
    <Tabs value={tab} onChange={onTab} keepMounted={false}>
      <Tabs.List className={css['tabs'] ?? ''} aria-label="Contents of the revision">
        {TABS.map(({ value, label, type }) => (
          <Tabs.Tab
            key={value}
            value={value}
            className={css['tab'] ?? ''}
            rightSection={type && <span className={css['count']}>{dataOf(revision, type).length}</span>}
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map(({ value }) => {
        const Panel = PANELS[value];
        return (
          <Tabs.Panel key={value} value={value}>
            <CatchBoundary getResetKey={() => `${revision.api_id}/${value}`} errorComponent={PanelError}>
              <Suspense fallback={<LinesSkeleton count={10} height={20} />}>
                <Panel revision={revision} title={title} />
              </Suspense>
            </CatchBoundary>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

/** One tab that fails leaves the others, and the downloads, where they are. */
const PanelError = ({ error, reset }: ErrorComponentProps) => (
  <Failure error={error} what="This tab could not be shown" onRetry={reset} />
);

const dataOf = (revision: Revision, type: DataType) => revision.data.filter((datum) => datum.type === type);

interface PanelProps {
  revision: Revision;
  title: string;
}

const PANELS: Record<Tab, ComponentType<PanelProps>> = {
  image: ({ revision, title }) => <ImagePanel images={dataOf(revision, 'image')} title={title} />,
  code: ({ revision }) => <CodePanel codes={dataOf(revision, 'code')} />,
  tables: ({ revision }) => <TablePanel tables={dataOf(revision, 'dataframe')} />,
  text: ({ revision }) => <TextPanel texts={dataOf(revision, 'text')} />,
  files: ({ revision }) => <FilePanel files={dataOf(revision, 'file')} />,
  metadata: ({ revision }) => <MetadataPanel revision={revision} />,
};
