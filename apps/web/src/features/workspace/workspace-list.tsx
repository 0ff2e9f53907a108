import type { ShallowWorkspace } from '@gofigr/contract';
import { Badge, Group, Text } from '@mantine/core';
import { formatBytes } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { When } from '../../ui/when.tsx';

export function WorkspaceList({ workspaces }: { workspaces: readonly ShallowWorkspace[] }) {
  return (
    <Rows label="Workspaces">
      {workspaces.map((workspace) => (
        <Row key={workspace.api_id}>
          <div style={{ flex: 1, minWidth: 0 }}>
            <Group gap={8}>
              <TextLink to="/workspace/$id" params={{ id: workspace.api_id }} fw={600} size="sm">
                {workspace.name}
              </TextLink>
              {workspace.workspace_type === 'primary' && (
                <Badge size="xs" variant="default" tt="none">
                  Primary
                </Badge>
              )}
            </Group>
            {workspace.description && (
              <Text size="xs" c="dimmed" dir="auto" lineClamp={2}>
                {workspace.description}
              </Text>
            )}
          </div>
          <Text component="div" size="xs" c="dimmed" ta="right" style={{ flex: 'none' }}>
            {formatBytes(workspace.size_bytes)}
            <br />
            <When time={workspace.child_updated_on ?? workspace.created_on} />
          </Text>
        </Row>
      ))}
    </Rows>
  );
}
