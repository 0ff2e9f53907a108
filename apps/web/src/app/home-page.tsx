import type { ShallowWorkspace } from '@gofigr/contract';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { FigureCard } from '../features/figure/index.ts';
import { sessionQuery } from '../features/session/index.ts';
import { SharedWithMe } from '../features/sharing/index.ts';
import {
  NewWorkspace,
  primaryWorkspace,
  recentQuery,
  WorkspaceList,
  workspacesQuery,
} from '../features/workspace/index.ts';
import { Cards } from '../ui/cards.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, PageHeader } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { CardsSkeleton } from '../ui/skeletons.tsx';
import { FirstFigure } from './first-figure.tsx';

const RECENT = 12;

export function HomePage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  const primary = primaryWorkspace(workspaces, user?.username ?? '');
  return (
    <Page title="Home">
      <PageHeader title={`Hello, ${user?.first_name || user?.username || 'you'}`} />
      {primary && <Recent workspace={primary} />}
      <SharedWithMe />
      <Section title="Workspaces" aside={<NewWorkspace />}>
        <WorkspaceList workspaces={workspaces} />
      </Section>
    </Page>
  );
}

function Recent({ workspace }: { workspace: ShallowWorkspace }) {
  const recent = useQuery(recentQuery(workspace.api_id, RECENT));
  return (
    <Loaded of={recent} what="The recent figures" skeleton={<CardsSkeleton />}>
      {({ figures }) =>
        figures.length === 0 ? (
          <FirstFigure />
        ) : (
          <Section title="Recent figures">
            <Cards label="Recent figures">
              {figures.map((figure) => (
                <FigureCard key={figure.api_id} figure={figure} />
              ))}
            </Cards>
          </Section>
        )
      }
    </Loaded>
  );
}
