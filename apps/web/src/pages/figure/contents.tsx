import type { DataType, Revision } from '@gofigr/contract';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CatchBoundary, type ErrorComponentProps, useNavigate } from '@tanstack/react-router';
import { type ComponentType, Suspense, useState } from 'react';
import { CodePanel, FilePanel, ImagePanel, type Pictured, TablePanel, TextPanel } from '../../features/data/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { Failure } from '../../ui/failure.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import css from './contents.module.css';
import { MetadataPanel } from './metadata-panel.tsx';
import type { ListedRevision } from './neighbours.ts';
import { TABS, type Tab, tabOf } from './tabs.ts';

interface ContentsProps {
  revision: Revision;
  /** Alternative text of the image. */
  title: string;
  /** The previous revision, if there is one. */
  older: ListedRevision | undefined;
  tab: Tab | undefined;
}

/** Shows the data of a revision in tabs. Comparing stays on when another tab or revision is opened. */
export function Contents({ revision, title, older, tab }: ContentsProps) {
  const navigate = useNavigate();
  const [comparing, setComparing] = useState(false);
  const panel = { revision, title, previous: usePictured(older, comparing), comparing, onCompare: setComparing };
  const open = (next: string | null) =>
    void navigate({ to: '.', search: (old) => ({ ...old, tab: tabOf(next) }), replace: true, resetScroll: false });
  return (
    <Tabs value={tab ?? 'image'} onChange={open} keepMounted={false}>
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

/** Returns a revision to compare with. Fetches its images if they are `wanted`. */
function usePictured(listed: ListedRevision | undefined, wanted: boolean): Pictured | undefined {
  const { data } = useQuery({ ...revisionQuery(listed?.api_id ?? ''), enabled: wanted && listed !== undefined });
  return (
    listed && { label: labelOf(listed), images: data?.api_id === listed.api_id ? dataOf(data, 'image') : undefined }
  );
}

/** Replaces a tab that failed. The other tabs and the downloads stay usable. */
const PanelError = ({ error, reset }: ErrorComponentProps) => (
  <Failure error={error} what="This tab could not be shown" onRetry={reset} />
);

const dataOf = (revision: Revision, type: DataType) => revision.data.filter((datum) => datum.type === type);

const labelOf = ({ revision_index: index }: { revision_index: number }): string => `Revision #${index + 1}`;

interface PanelProps {
  revision: Revision;
  title: string;
  previous: Pictured | undefined;
  comparing: boolean;
  onCompare: (comparing: boolean) => void;
}

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
