import type { Revision } from '@gofigr/contract';
import { Group, Text } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { formatExact } from '../../lib/exact-json.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Environment } from './environment.tsx';
import { JsonTree } from './json-tree.tsx';
import { isEnvironment } from './packages.ts';

export function MetadataPanel({ revision }: { revision: Revision }) {
  const { metadata } = revision;
  const environments = revision.data.filter((datum) => datum.type === 'text' && isEnvironment(datum.name));
  return (
    <>
      {environments.map((datum) => (
        <Environment key={datum.api_id} datum={datum} />
      ))}
      {typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length > 0 ? (
        <Panel padded>
          <Group justify="space-between" mb="xs">
            <Text size="sm" fw={600}>
              Metadata
            </Text>
            <CopyButton size="xs" text={() => formatExact(metadata)}>
              Copy JSON
            </CopyButton>
          </Group>
          <JsonTree value={metadata} />
        </Panel>
      ) : (
        <Empty icon={<IconBraces size={30} stroke={1.4} />} title="No metadata in this revision">
          Publish any JSON with the figure: <code>publish(fig, metadata={'{"study": "pilot"}'})</code>
        </Empty>
      )}
    </>
  );
}
