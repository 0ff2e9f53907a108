import type { Figure } from '@gofigr/contract';
import { IconChartScatter } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { startTransition, useState } from 'react';
import { FigureMenu, figureQuery } from '../../features/figure/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { newestOf } from './newest.ts';
import { RevisionPage } from './revision-page.tsx';
import type { Tab } from './tabs.ts';

/** Shows a figure at its newest revision, which stays when a newer one is published. */
export function FigurePage({ id, tab }: { id: string; tab: Tab | undefined }) {
  const { data: figure } = useSuspenseQuery(figureQuery(id));
  return <StayingRevision key={id} figure={figure} tab={tab} />;
}

function StayingRevision({ figure, tab }: { figure: Figure; tab: Tab | undefined }) {
  const newest = newestOf(figure);
  const [stays, setStays] = useState(newest?.api_id);
  const shown = figure.revisions.find(({ api_id }) => api_id === stays) ?? newest;
  if (shown?.api_id !== stays) setStays(shown?.api_id);
  if (!shown) return <NoRevisions figure={figure} />;
  // The old one is shown until the new one is loaded.
  return <RevisionPage id={shown.api_id} tab={tab} onNewest={(id) => startTransition(() => setStays(id))} />;
}

function NoRevisions({ figure }: { figure: Figure }) {
  return (
    <Page title={figure.name}>
      <PageHeader
        title={figure.name}
        above={<Breadcrumb kind="figure" id={figure.api_id} above="figure" />}
        actions={<FigureMenu figure={figure} />}
      />
      <Empty icon={<IconChartScatter size={32} stroke={1.4} />} title="No revisions yet">
        Publish to this figure, and the image appears here.
      </Empty>
    </Page>
  );
}
