import { Text } from '@mantine/core';
import { IconChartScatter } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { formatBytes, plural } from '../../lib/format.ts';
import { Cards } from '../../ui/cards.tsx';
import { Snippet } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { FigureCard } from '../figure/index.ts';
import { infoQuery } from '../info/index.ts';
import { ActivityList } from '../log/index.ts';
import { Breadcrumb, useIsMember } from '../path/index.ts';
import { ShareButton } from '../sharing/index.ts';
import { AnalysisMenu } from './analysis-menu.tsx';
import { analysisQuery } from './analysis-query.ts';

export function AnalysisPage({ id }: { id: string }) {
  const { data: analysis } = useSuspenseQuery(analysisQuery(id));
  const isMember = useIsMember('analysis', id);
  const origin = useQuery(infoQuery()).data?.public_url ?? window.location.origin;
  const newestFirst = analysis.figures.toSorted((a, b) => changeOf(b).localeCompare(changeOf(a)));
  return (
    <Page title={analysis.name}>
      <PageHeader
        title={analysis.name}
        above={<Breadcrumb kind="analysis" id={id} above="analysis" />}
        below={
          <>
            {plural(analysis.figures.length, 'figure')} · {formatBytes(analysis.size_bytes)} · changed{' '}
            <When time={changeOf(analysis)} />
          </>
        }
        actions={
          isMember && (
            <>
              <ShareButton kind="analysis" id={id} link={`${origin}/analysis/${id}`} />
              <AnalysisMenu analysis={analysis} />
            </>
          )
        }
      />
      {analysis.description && (
        <Text size="sm" mb="lg" maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {analysis.description}
        </Text>
      )}
      <Section title="Figures">
        {newestFirst.length === 0 ? (
          <Empty icon={<IconChartScatter size={32} stroke={1.4} />} title="No figures in this analysis yet">
            Publish into it from Python:
            <Snippet label="the commands" text={publishInto(analysis.api_id)} />
          </Empty>
        ) : (
          <Cards label="Figures">
            {newestFirst.map((figure) => (
              <FigureCard key={figure.api_id} figure={figure} />
            ))}
          </Cards>
        )}
      </Section>
      {isMember && (
        <Section title="Activity">
          <ActivityList kind="analysis" id={id} />
        </Section>
      )}
    </Page>
  );
}

const changeOf = (thing: { child_updated_on: string | null; created_on: string }): string =>
  thing.child_updated_on ?? thing.created_on;

const publishInto = (id: string): string => `from gofigr import ApiId
from gofigr.publisher import Publisher

pub = Publisher(analysis=ApiId("${id}"))
pub.publish(fig)`;
