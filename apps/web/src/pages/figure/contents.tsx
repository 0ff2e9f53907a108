import type { DataType, Revision } from '@gofigr/contract';
import { Tabs } from '@mantine/core';
import { CatchBoundary, type ErrorComponentProps, useNavigate } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, Suspense } from 'react';
import { CodePanel, FilePanel, ImagePanel, TablePanel, TextPanel } from '../../features/data/index.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { Failure } from '../../ui/failure.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { TabRow } from '../../ui/tab-row.tsx';
import { CompareButtons } from './compare-buttons.tsx';
import css from './contents.module.css';
import type { ListedRevision } from './neighbours.ts';
import { TABS, type Tab, tabOf } from './tabs.ts';

const MaskedNote = lazyCode(async () => (await import('./masked-note.tsx')).MaskedNote);
const MetadataPanel = lazyCode(async () => (await import('./metadata-panel.tsx')).MetadataPanel);
const NoImage = lazyCode(async () => (await import('./no-image.tsx')).NoImage);

interface ContentsProps {
  revision: Revision;
  /** Alternative text of the image. */
  title: string;
  /** The previous and the next revision, if there are any. */
  older: ListedRevision | undefined;
  newer: ListedRevision | undefined;
  tab: Tab | undefined;
}

/** Shows the data of a revision in tabs. */
export function Contents({ revision, title, older, newer, tab }: ContentsProps) {
  const navigate = useNavigate();
  const panel = { revision, title, actions: <CompareButtons revision={revision} older={older} newer={newer} /> };
  const open = (next: string | null) =>
    void navigate({ to: '.', search: (old) => ({ ...old, tab: tabOf(next) }), replace: true, resetScroll: false });
  return (
    <Tabs value={tab ?? 'image'} onChange={open} keepMounted={false}>
      <TabRow label="Contents of the revision">
        {TABS.map(({ value, label, type }) => (
          <Tabs.Tab
            key={value}
            value={value}
            rightSection={type && <span className={css['count']}>{dataOf(revision, type).length}</span>}
          >
            {label}
          </Tabs.Tab>
        ))}
      </TabRow>
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

/** Replaces a tab that failed. The other tabs and the downloads stay usable. */
const PanelError = ({ error, reset }: ErrorComponentProps) => (
  <Failure error={error} what="This tab could not be shown" onRetry={reset} />
);

const dataOf = (revision: Revision, type: DataType) => revision.data.filter((datum) => datum.type === type);

interface PanelProps {
  revision: Revision;
  title: string;
  /** Buttons above the image. */
  actions: ReactNode;
}

const PANELS: Record<Tab, ComponentType<PanelProps>> = {
  image: ({ revision, ...rest }) => (
    <ImagePanel
      images={dataOf(revision, 'image')}
      place={revision.figure}
      empty={<NoImage revision={revision} />}
      {...rest}
    />
  ),
  code: ({ revision }) => (
    <>
      <MaskedNote revision={revision} />
      <CodePanel codes={dataOf(revision, 'code')} />
    </>
  ),
  tables: ({ revision }) => <TablePanel tables={dataOf(revision, 'dataframe')} />,
  text: ({ revision }) => <TextPanel texts={dataOf(revision, 'text')} />,
  files: ({ revision }) => <FilePanel files={dataOf(revision, 'file')} />,
  metadata: ({ revision }) => <MetadataPanel revision={revision} />,
};
