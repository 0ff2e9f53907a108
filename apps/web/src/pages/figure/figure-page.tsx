import type { Figure } from '@gofigr/contract';
import { IconChartScatter } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { FigureMenu, figureQuery } from '../../features/figure/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { newestOf } from './newest.ts';
import { RevisionPage } from './revision-page.tsx';
import type { Tab } from './tabs.ts';

/** Shows a figure at its newest revision. */
export function FigurePage({ id, tab }: { id: string; tab: Tab | undefined }) {
  const { data: figure } = useSuspenseQuery(figureQuery(id));
  const newest = newestOf(figure);
  return newest ? <RevisionPage id={newest.api_id} tab={tab} /> : <NoRevisions figure={figure} />;
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
