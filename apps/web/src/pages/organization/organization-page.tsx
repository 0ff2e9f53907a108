import { Group, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { organizationMembersQuery, organizationQuery } from '../../features/organization/index.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

/** Shows an organization with its workspaces and members. */
export function OrganizationPage({ id }: { id: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(id));
  const members = useQuery(organizationMembersQuery(id));
  const { name, description, logo, email, workspaces } = organization;
  return (
    <Page title={name}>
      <PageHeader
        title={name}
        below={
          <Group gap="xs">
            {logo && <img src={`data:image/png;base64,${logo}`} alt="" height={28} />}
            {plural(workspaces.length, 'workspace')}
            {email && ` · ${email}`}
          </Group>
        }
      />
      {description && (
        <Text size="sm" mb="lg" maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {description}
        </Text>
      )}
      <Section title="Workspaces">
        {workspaces.length === 0 ? (
          <Empty icon={<IconBuilding size={32} stroke={1.4} />} title="No workspaces in this organization yet">
            To add a workspace, set its <code>organization</code> with the API or the Python client.
          </Empty>
        ) : (
          <Rows label="Workspaces">
            {workspaces.map((workspace) => (
              <Row key={workspace.api_id}>
                <TextLink
                  to="/workspace/$id"
                  params={{ id: workspace.api_id }}
                  fw={600}
                  size="sm"
                  style={{ flex: 1, overflowWrap: 'anywhere' }}
                >
                  {workspace.name}
                </TextLink>
                <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                  {formatBytes(workspace.size_bytes)}
                </Text>
              </Row>
            ))}
          </Rows>
        )}
      </Section>
      <Section title="Members">
        <Loaded of={members} what="The members" skeleton={<LinesSkeleton count={3} />}>
          {(list) => (
            <Rows label="Members">
              {list.map(({ username, membership_type }) => (
                <Row key={username}>
                  <Text size="sm" fw={600} style={{ flex: 1, overflowWrap: 'anywhere' }}>
                    {username}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {membership_type.replaceAll('_', ' ')}
                  </Text>
                </Row>
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
