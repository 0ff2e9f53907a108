import { Tabs } from '@mantine/core';
import { IconChartScatter } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AnalysisMenu, analysisQuery, updateAnalysis } from '../../features/analysis/index.ts';
import { FigureCard, FigureRow } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { Listing } from '../../features/listing/index.ts';
import { ActivityList } from '../../features/log/index.ts';
import { Breadcrumb, useRights } from '../../features/path/index.ts';
import { AccessBadge, ShareActions } from '../../features/sharing/index.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CopyIcon, Snippet } from '../../ui/copy.tsx';
import { EditableText } from '../../ui/editable-text.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { When } from '../../ui/when.tsx';
import { type AnalysisTab, analysisTabOf } from './tabs.ts';

export function AnalysisPage({ id, tab }: { id: string; tab: AnalysisTab | undefined }) {
  const { data: analysis } = useSuspenseQuery(analysisQuery(id));
  const rights = useRights('analysis', id);
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const shared = { kind: 'analysis', id, link: `${usePublicUrl()}/analysis/${id}` } as const;
  const describe = async (description: string) => {
    queryClient.setQueryData(analysisQuery(id).queryKey, await updateAnalysis(id, { description }));
    void invalidate('described');
  };
  return (
    <Page title={analysis.name}>
      <PageHeader
        title={analysis.name}
        above={<Breadcrumb kind="analysis" id={id} above="analysis" />}
        below={
          <>
            {plural(analysis.figures.length, 'figure')} · {formatBytes(analysis.size_bytes)} · changed{' '}
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
          <Tabs.List mb="md" aria-label="Contents of the analysis">
            <Tabs.Tab value="figures">Figures</Tabs.Tab>
            <Tabs.Tab value="activity">Activity</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="figures">
          <Listing
            list="analysis/figures"
            id={id}
            one="figure"
            many="figures"
            renderCard={(figure) => <FigureCard figure={figure} />}
            renderLine={(figure) => <FigureRow figure={figure} />}
            empty={
              <Empty icon={<IconChartScatter size={32} stroke={1.4} />} title="No figures in this analysis yet">
                Publish into it from Python:
                <Snippet label="the commands" text={publishInto(id)} />
              </Empty>
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="activity">
          <ActivityList kind="analysis" id={id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

const publishInto = (id: string): string => `from gofigr import ApiId
from gofigr.publisher import Publisher

pub = Publisher(analysis=ApiId("${id}"))
pub.publish(fig)`;
