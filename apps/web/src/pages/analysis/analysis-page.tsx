import { Tabs } from '@mantine/core';
import { IconChartScatter } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AnalysisMenu, analysisQuery, updateAnalysis } from '../../features/analysis/index.ts';
import { compareLink, MOST_SIDES } from '../../features/compare/index.ts';
import { FigureCard, FigureRow } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { Listing } from '../../features/listing/index.ts';
import { ActivityList } from '../../features/log/index.ts';
import { Breadcrumb, useRights } from '../../features/path/index.ts';
import { objectOf, SelectionBar } from '../../features/selection/index.ts';
import { useIsSignedIn } from '../../features/session/index.ts';
import { AccessBadge, ShareActions } from '../../features/sharing/index.ts';
import { CardStar, CardStars } from '../../features/star/index.ts';
import { ChooseAnalysis } from '../../features/workspace/index.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CopyIcon, Snippet } from '../../ui/copy.tsx';
import { EditableText } from '../../ui/editable-text.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader, READABLE } from '../../ui/page.tsx';
import { TabRow } from '../../ui/tab-row.tsx';
import { When } from '../../ui/when.tsx';
import { MadeBy } from './made-by.tsx';
import { type AnalysisTab, analysisTabOf } from './tabs.ts';

export function AnalysisPage({ id, tab }: { id: string; tab: AnalysisTab | undefined }) {
  const { data: analysis } = useSuspenseQuery(analysisQuery(id));
  const rights = useRights('analysis', id);
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const publicUrl = usePublicUrl();
  const isSignedIn = useIsSignedIn();
  const shared = { kind: 'analysis', id, link: `${publicUrl}/analysis/${id}` } as const;
  const describe = async (description: string) => {
    await updateAnalysis(queryClient, id, { description });
    void invalidate('described');
  };
  return (
    <Page title={analysis.name} size="full">
      <PageHeader
        title={analysis.name}
        above={<Breadcrumb kind="analysis" id={id} above="analysis" />}
        below={
          <>
            {plural(analysis.figure_count, 'figure')} · {formatBytes(analysis.size_bytes)} · changed{' '}
            <When time={analysis.child_updated_on ?? analysis.created_on} /> · Analysis ID{' '}
            <CopyIcon text={id} what="analysis ID" />
            <AccessBadge kind="analysis" id={id} />
          </>
        }
        actions={
          <>
            <ShareActions shown={shared} whole={shared} mayShare={rights('manage')} />
            <AnalysisMenu analysis={analysis} />
          </>
        }
      />
      <EditableText
        what="description"
        text={analysis.description ?? ''}
        placeholder="No description yet."
        canEdit={rights('update')}
        save={describe}
      />
      <MadeBy id={id} />
      <Tabs
        value={tab ?? 'figures'}
        onChange={(next) =>
          void navigate({
            to: '/analysis/$id',
            params: { id },
            search: { tab: analysisTabOf(next) },
            replace: true,
            resetScroll: false,
          })
        }
        keepMounted={false}
      >
        {rights('follow') && (
          <TabRow label="Contents of the analysis">
            <Tabs.Tab value="figures">Figures</Tabs.Tab>
            <Tabs.Tab value="activity">Activity</Tabs.Tab>
          </TabRow>
        )}
        <Tabs.Panel value="figures">
          <CardStars analysis={id}>
            <Listing
              list="analysis/figures"
              id={id}
              one="figure"
              many="figures"
              renderCard={(figure) => (
                <FigureCard figure={figure} corner={<CardStar figure={figure.api_id} name={figure.name} />} />
              )}
              renderLine={(figure) => <FigureRow figure={figure} />}
              renderSelected={({ entries, ...selected }) => (
                <SelectionBar
                  {...selected}
                  kind="figure"
                  Choose={ChooseAnalysis}
                  objects={entries.map((one) => ({
                    ...objectOf(one),
                    parent: id,
                    newest: 'newest_revision' in one ? one.newest_revision : null,
                  }))}
                  may={rights}
                  isSignedIn={isSignedIn}
                  publicUrl={publicUrl}
                  compare={{ most: MOST_SIDES, open: (revisions) => void navigate(compareLink(revisions)) }}
                />
              )}
              empty={
                <Empty icon={<IconChartScatter size={32} stroke={1.4} />} title="No figures in this analysis yet">
                  Publish into it from Python:
                  <Snippet label="the commands" text={publishInto(id)} />
                </Empty>
              }
            />
          </CardStars>
        </Tabs.Panel>
        <Tabs.Panel value="activity" maw={READABLE}>
          <ActivityList place={{ kind: 'analysis', id }} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

const publishInto = (id: string): string => `from gofigr import ApiId
from gofigr.publisher import Publisher

pub = Publisher(analysis=ApiId("${id}"))
pub.publish(fig)`;
