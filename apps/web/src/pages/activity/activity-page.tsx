import { ActivityList } from '../../features/log/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';

/** Lists the activity in all workspaces of the user. */
export const ActivityPage = () => (
  <Page title="Activity">
    <PageHeader title="Activity" below="In all workspaces that you are a member of" />
    <ActivityList place="everywhere" />
  </Page>
);
