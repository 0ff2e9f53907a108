import { Group, Space, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { MembersSection } from '../../features/member/index.ts';
import { EditOrganization, organizationQuery } from '../../features/organization/index.ts';
import { useRights } from '../../features/path/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { NewWorkspace } from '../../features/workspace/index.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';

/** Shows an organization with its workspaces and members. */
export function OrganizationPage({ id }: { id: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(id));
  const own = useSuspenseQuery(sessionQuery()).data.user?.username;
  const rights = useRights('organization', id);
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
        actions={rights('manage') && <EditOrganization organization={organization} />}
      />
      {description && (
        <Text size="sm" maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {description}
        </Text>
      )}
      <Space h="lg" />
      <Section title="Workspaces" aside={rights('create') && <NewWorkspace organization={id} />}>
        {workspaces.length === 0 ? (
          <Empty icon={<IconBuilding size={32} stroke={1.4} />} title="No workspaces in this organization yet">
            All members of the organization see its workspaces.
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
      <MembersSection
        group={{ kind: 'organization', id, name }}
        own={own}
        mayManage={rights('manage')}
        mayHandOver={false}
      />
    </Page>
  );
}
