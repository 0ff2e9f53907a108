import type { ShallowWorkspace, User } from '@gofigr/contract';
import { Box } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { ExpiryBanner } from '../../features/api-key/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { recentQuery } from '../../features/listing/index.ts';
import { LatestActivity } from '../../features/log/index.ts';
import { AddedTo } from '../../features/membership/index.ts';
import { ChoiceBox, Choosing } from '../../features/selection/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { type SharedChoice, SharedWithMe } from '../../features/sharing/index.ts';
import {
  ChooseAnalysis,
  ChooseWorkspace,
  NewWorkspace,
  useCurrentWorkspace,
  WorkspaceList,
  workspacesQuery,
} from '../../features/workspace/index.ts';
import { plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader, READABLE } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { CardsSectionSkeleton } from '../../ui/skeletons.tsx';
import { FirstFigure } from './first-figure.tsx';
import { RecentAnalyses, RecentAssets } from './recent-contents.tsx';
import { RecentFigures } from './recent-figures.tsx';
import { Starred } from './starred.tsx';

const RECENT = 12;
const WORKSPACES = 5;
const ENTRIES = 8;

const choiceBox = (of: SharedChoice) => <ChoiceBox of={of} />;

const CHOOSES = { figure: ChooseAnalysis, analysis: ChooseWorkspace, asset: ChooseWorkspace };

/** Shows the newest objects and activity of all workspaces of the user. */
export function HomePage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  return (
    <Page title="Home" size="full">
      <PageHeader
        title={`Hello, ${user?.first_name || user?.username || 'you'}`}
        below={
          workspaces.length > 0 &&
          `What is new in your ${workspaces.length === 1 ? 'workspace' : plural(workspaces.length, 'workspace')}`
        }
      />
      <ExpiryBanner />
      <Choosing chooses={CHOOSES} publicUrl={usePublicUrl()}>
        {user && <AddedTo username={user.username} />}
        {user && workspaces.length > 0 ? (
          <News user={user} workspaces={workspaces} />
        ) : (
          <>
            <Empty title="You are not a member of any workspace">
              Create one, or ask for an invitation. <NewWorkspace />
            </Empty>
            <Box maw={READABLE}>
              <SharedWithMe box={choiceBox} />
            </Box>
          </>
        )}
      </Choosing>
    </Page>
  );
}

function News({ user, workspaces }: { user: User; workspaces: readonly ShallowWorkspace[] }) {
  const recent = useQuery(recentQuery(RECENT));
  const current = useCurrentWorkspace(workspaces, user.username);
  return (
    <Loaded of={recent} what="The recent figures" skeleton={<CardsSectionSkeleton />}>
      {({ figures, analyses, assets }) => (
        <>
          {current && (
            <Box maw={READABLE}>
              <FirstFigure workspace={current.api_id} newest={figures[0]} />
            </Box>
          )}
          {figures.length > 0 && <RecentFigures figures={figures} namesWorkspace={workspaces.length > 1} />}
          <RecentAnalyses analyses={analyses} />
          <RecentAssets assets={assets} />
          <Box maw={READABLE}>
            <Starred />
            <Workspaces workspaces={workspaces} />
            <SharedWithMe box={choiceBox} />
            <Activity />
          </Box>
        </>
      )}
    </Loaded>
  );
}

/** Lists the workspaces that changed last. */
function Workspaces({ workspaces }: { workspaces: readonly ShallowWorkspace[] }) {
  const newest = workspaces.toSorted((a, b) => changedOn(b) - changedOn(a)).slice(0, WORKSPACES);
  return (
    <Section
      title="Workspaces"
      aside={
        <TextLink to="/workspaces" size="sm" {...TARGET}>
          {workspaces.length > newest.length ? `All ${workspaces.length} workspaces` : 'All workspaces'}
        </TextLink>
      }
    >
      <WorkspaceList workspaces={newest} />
    </Section>
  );
}

const changedOn = ({ child_updated_on, created_on }: ShallowWorkspace): number =>
  Date.parse(child_updated_on ?? created_on);

const Activity = () => (
  <Section
    title="Activity"
    aside={
      <TextLink to="/activity" size="sm" {...TARGET}>
        All activity
      </TextLink>
    }
  >
    <LatestActivity place="everywhere" most={ENTRIES} />
  </Section>
);
