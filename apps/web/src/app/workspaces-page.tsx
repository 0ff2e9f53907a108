import { useSuspenseQuery } from '@tanstack/react-query';
import { NewWorkspace, WorkspaceList, workspacesQuery } from '../features/workspace/index.ts';
import { Page, PageHeader } from '../ui/page.tsx';

/** Every workspace that the user reaches. */
export function WorkspacesPage() {
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  return (
    <Page title="Workspaces" size="narrow">
      <PageHeader title="Workspaces" actions={<NewWorkspace />} />
      <WorkspaceList workspaces={workspaces} />
    </Page>
  );
}
