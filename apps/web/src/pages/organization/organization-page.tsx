import { Box, Group, Space, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { MembersSection } from '../../features/member/index.ts';
import { EditOrganization, organizationQuery, StorageOfWorkspaces } from '../../features/organization/index.ts';
import { useRights } from '../../features/path/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { StorageSection } from '../../features/storage/index.ts';
import { NewWorkspace } from '../../features/workspace/index.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { Deletion } from './deletion.tsx';

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
            <span>
              {plural(workspaces.length, 'workspace')}
              {email && (
                <>
                  {' · '}
                  <bdi>{email}</bdi>
                </>
              )}
            </span>
          </Group>
        }
        actions={rights('manage') && <EditOrganization organization={organization} />}
      />
      {description && (
        <Box maw={720}>
          <Markdown text={description} />
        </Box>
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
                <TextLink to="/workspace/$id" params={{ id: workspace.api_id }} fw={600} size="sm">
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
      {rights('manage') && (
        <Suspense fallback={<LinesSkeleton count={4} />}>
          <StorageSection owner={{ kind: 'organization', id }}>
            <StorageOfWorkspaces organization={organization} />
          </StorageSection>
        </Suspense>
      )}
      {rights('own') && <Deletion organization={organization} />}
    </Page>
  );
}
