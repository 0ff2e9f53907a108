import { IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Requests, requestsQuery } from '../../features/sharing/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

/** Lists requests for access to objects that the user may share. */
export function RequestsPage() {
  const requests = useQuery(requestsQuery());
  return (
    <Page title="Requests for access" size="narrow">
      <PageHeader
        title="Requests for access"
        below="Whoever gets access can see the object with everything in it, and change nothing."
      />
      <Loaded of={requests} what="The requests" skeleton={<LinesSkeleton height={64} count={2} />}>
        {(open) =>
          open.length === 0 ? (
            <Empty icon={<IconUserQuestion size={32} stroke={1.4} />} title="No open requests">
              People who open a page without access can ask for it. Their requests appear here for 30 days.
            </Empty>
          ) : (
            <Requests requests={open} />
          )
        }
      </Loaded>
    </Page>
  );
}
