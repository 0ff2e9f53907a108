import type { ShallowWorkspace } from '@gofigr/contract';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { AnalysisCard } from '../../features/analysis/index.ts';
import { ExpiryBanner } from '../../features/api-key/index.ts';
import { AssetRow } from '../../features/asset/index.ts';
import { FigureCard } from '../../features/figure/index.ts';
import { ActivityList } from '../../features/log/index.ts';
import { AddedTo } from '../../features/membership/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { SharedWithMe } from '../../features/sharing/index.ts';
import { NewWorkspace, recentQuery, useCurrentWorkspace, workspacesQuery } from '../../features/workspace/index.ts';
import { Cards, LINE_HEIGHT } from '../../ui/cards.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { CardsSkeleton } from '../../ui/skeletons.tsx';
import { FirstFigure } from './first-figure.tsx';

const RECENT = 12;
const FEW = 4;
/** Time between two looks for the first figure of an empty workspace. */
const WAIT_MS = 3000;

/** Shows the newest objects and activity of the current workspace. */
export function HomePage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  const current = useCurrentWorkspace(workspaces, user?.username ?? '');
  return (
    <Page title="Home">
      <PageHeader
        title={`Hello, ${user?.first_name || user?.username || 'you'}`}
        below={
          current && (
            <>
              What is new in{' '}
              <TextLink to="/workspace/$id" params={{ id: current.api_id }} size="sm">
                {current.name}
              </TextLink>
            </>
          )
        }
      />
      <ExpiryBanner />
      {user && <AddedTo username={user.username} />}
      {current ? (
        <News key={current.api_id} workspace={current} />
      ) : (
        <Empty title="You are not a member of any workspace">
          Create one, or ask for an invitation. <NewWorkspace />
        </Empty>
      )}
      <SharedWithMe />
    </Page>
  );
}

function News({ workspace: { api_id: id } }: { workspace: ShallowWorkspace }) {
  const recent = useQuery({
    ...recentQuery(id, RECENT),
    refetchInterval: ({ state }) => (state.data?.figures.length === 0 ? WAIT_MS : false),
  });
  return (
    <Loaded of={recent} what="The recent figures" skeleton={<CardsSkeleton />}>
      {({ figures, analyses, assets }) => (
        <>
          <FirstFigure workspace={id} newest={figures[0]} />
          {figures.length > 0 && (
            <Section title="Recent figures">
              <Cards label="Recent figures">
                {figures.map((figure) => (
                  <li key={figure.api_id}>
                    <FigureCard figure={figure} />
                  </li>
                ))}
              </Cards>
            </Section>
          )}
          {analyses.length > 0 && (
            <Section title="Recent analyses">
              <Cards label="Recent analyses">
                {analyses.slice(0, FEW).map((analysis) => (
                  <li key={analysis.api_id}>
                    <AnalysisCard analysis={analysis} />
                  </li>
                ))}
              </Cards>
            </Section>
          )}
          {assets.length > 0 && (
            <Section title="Recent assets">
              <ul
                style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 6 }}
                aria-label="Recent assets"
              >
                {assets.slice(0, FEW).map((asset) => (
                  <li key={asset.api_id} style={{ height: LINE_HEIGHT }}>
                    <AssetRow asset={asset} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section
            title="Activity"
            aside={
              <TextLink to="/workspace/$id" params={{ id }} search={{ tab: 'activity' }} size="sm">
                All activity
              </TextLink>
            }
          >
            <ActivityList kind="workspace" id={id} most={8} />
          </Section>
        </>
      )}
    </Loaded>
  );
}
