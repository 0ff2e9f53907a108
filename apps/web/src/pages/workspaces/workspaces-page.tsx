import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { AddedTo } from '../../features/membership/index.ts';
import { OrganizationList } from '../../features/organization/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { NewWorkspace, WorkspaceList, workspacesQuery } from '../../features/workspace/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';

/** Lists all workspaces of the user. */
export function WorkspacesPage() {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  return (
    <Page title="Workspaces" size="narrow">
      <PageHeader title="Workspaces" actions={<NewWorkspace />} />
      {user && <AddedTo username={user.username} />}
      <Stack gap="xl">
        <WorkspaceList workspaces={workspaces} />
        <OrganizationList />
      </Stack>
    </Page>
  );
}
