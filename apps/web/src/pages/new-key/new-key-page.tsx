import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { isPermission, type KeyPrefill, NewKey } from '../../features/api-key/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { workspaceQuery, workspacesQuery } from '../../features/workspace/index.ts';
import { quoted } from '../../lib/format.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { keySearchOf } from './search.ts';

/** Creates a key of the user. A link fills in its fields. */
export function NewKeyPage({ search }: { search: Record<string, unknown> }) {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  const navigate = useNavigate();
  if (!user) return null;
  const reached = new Set(workspaces.map(({ api_id }) => api_id));
  return (
    <Page title="New API key" size="narrow">
      <PageHeader
        title="New API key"
        above={
          <TextLink to="/account" size="sm" {...TARGET}>
            Account
          </TextLink>
        }
      />
      <NewKey
        username={user.username}
        prefill={prefillOf(search, reached)}
        onCancel={() => void navigate({ to: '/account' })}
      />
    </Page>
  );
}

/** Creates a service account of a workspace, with its key. */
export function NewServiceKeyPage({ workspace: id, search }: { workspace: string; search: Record<string, unknown> }) {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const { data: workspace } = useSuspenseQuery(workspaceQuery(id));
  const navigate = useNavigate();
  if (!user) return null;
  const settings = { to: '/workspace/$id', params: { id }, search: { tab: 'settings' } } as const;
  return (
    <Page title="New service account" size="narrow">
      <PageHeader
        title="New service account"
        above={
          <TextLink {...settings} size="sm" {...TARGET}>
            {workspace.name}
          </TextLink>
        }
        below={`It publishes into ${quoted(workspace.name)} alone, and belongs to no person.`}
      />
      <NewKey
        username={user.username}
        prefill={{ permission: 'publish', ...prefillOf(search, new Set()) }}
        service={id}
        onCancel={() => void navigate(settings)}
      />
    </Page>
  );
}

/** Takes from a link what the form knows. Workspaces that the user does not reach are left out. */
function prefillOf(search: Record<string, unknown>, reached: ReadonlySet<string>): KeyPrefill {
  const { name, permission, workspace, expires } = keySearchOf(search);
  const workspaces = [workspace ?? []].flat().filter((id) => reached.has(id));
  return {
    name,
    workspaces,
    expires: expires === undefined ? undefined : String(expires),
    ...(isPermission(permission) && { permission }),
  };
}
