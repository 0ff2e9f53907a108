import type { DataType, Revision } from '@gofigr/contract';
import { ActionIcon, Group, Tabs, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CatchBoundary, type ErrorComponentProps, useNavigate } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, Suspense, useState } from 'react';
import {
  CodePanel,
  DownloadMenu,
  FilePanel,
  ImagePanel,
  type Pictured,
  TablePanel,
  TextPanel,
} from '../../features/data/index.ts';
import { FigureMenu, figureQuery, updateFigure } from '../../features/figure/index.ts';
import { infoQuery } from '../../features/info/index.ts';
import { Breadcrumb, useRights } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { ShareButton } from '../../features/sharing/index.ts';
import { useKeys } from '../../lib/use-keys.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { EditableText } from '../../ui/editable-text.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { Identity } from './identity.tsx';
import { MadeFrom } from './made-from.tsx';
import { MetadataPanel } from './metadata-panel.tsx';
import { type ListedRevision, neighboursOf } from './neighbours.ts';
import css from './revision-view.module.css';
import { TABS, type Tab, tabOf } from './tabs.ts';
import { Timeline } from './timeline.tsx';

/** One revision of a figure: the picture first, the rest in tabs, the other revisions beside it. */
export function RevisionView({ revision, tab }: { revision: Revision; tab: Tab | undefined }) {
  const navigate = useNavigate();
  // A reader may see the revision and not its figure: then its name is known, its other revisions aren't.
  const figure = useQuery(figureQuery(revision.figure)).data;
  const info = useQuery(infoQuery());
  const rights = useRights('figure', revision.figure);
  const queryClient = useQueryClient();
  const [comparing, setComparing] = useState(false);
  const { older, newer } = neighboursOf(figure?.revisions ?? [], revision.api_id);
  const open = (target: ListedRevision | undefined) =>
    target &&
    (() => void navigate({ to: '/revision/$id', params: { id: target.api_id }, search: { tab }, resetScroll: false }));
  const openOlder = open(older);
  const openNewer = open(newer);
  useKeys({ ArrowLeft: openOlder, ArrowRight: openNewer });
  const before = useQuery({ ...revisionQuery(older?.api_id ?? ''), enabled: comparing && older !== undefined });
  const previous: Pictured | undefined = older && {
    label: labelOf(older),
    images: before.data?.api_id === older.api_id ? dataOf(before.data, 'image') : undefined,
  };

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
            {rights('manage') && (
              <ShareButton kind="figure" id={revision.figure} link={`${origin}/figure/${revision.figure}`} />
            )}
            {figure && <FigureMenu figure={figure} />}
          </>
        }
      />
      {figure && (
        <EditableText
          what="description"
          text={figure.description ?? ''}
          placeholder=""
          canEdit={rights('update') && figure.description !== null && figure.description !== ''}
          save={async (description) => {
            queryClient.setQueryData(
              figureQuery(figure.api_id).queryKey,
              await updateFigure(figure.api_id, { description }),
            );
          }}
        />
      )}
      <div className={css['columns']}>
        <div className={css['main']}>
          <Contents
            revision={revision}
            title={`${name}, revision ${number}`}
            previous={previous}
            comparing={comparing}
            onCompare={setComparing}
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
          {figure && <Timeline figure={figure} current={revision.api_id} tab={tab} />}
          <Identity revision={revision} link={link} />
          {revision.assets.length > 0 && <MadeFrom id={revision.api_id} />}
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

interface PanelProps {
  revision: Revision;
  title: string;
  /** The revision before it, if there is one. */
  previous: Pictured | undefined;
  comparing: boolean;
  onCompare: (comparing: boolean) => void;
}

interface ContentsProps extends PanelProps {
  tab: Tab;
  onTab: (tab: string | null) => void;
}

function Contents({ tab, onTab, ...panel }: ContentsProps) {
  const { revision } = panel;
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
                <Panel {...panel} />
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

const labelOf = ({ revision_index: index }: { revision_index: number }): string => `Revision #${index + 1}`;

const PANELS: Record<Tab, ComponentType<PanelProps>> = {
  image: ({ revision, ...rest }) => (
    <ImagePanel images={dataOf(revision, 'image')} label={labelOf(revision)} {...rest} />
  ),
  code: ({ revision }) => <CodePanel codes={dataOf(revision, 'code')} />,
  tables: ({ revision }) => <TablePanel tables={dataOf(revision, 'dataframe')} />,
  text: ({ revision }) => <TextPanel texts={dataOf(revision, 'text')} />,
  files: ({ revision }) => <FilePanel files={dataOf(revision, 'file')} />,
  metadata: ({ revision }) => <MetadataPanel revision={revision} />,
};
