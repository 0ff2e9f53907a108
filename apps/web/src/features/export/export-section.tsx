import type { ExportContents } from '@gofigr/contract';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, urlOf } from '../../lib/api.ts';
import { downloadFrom } from '../../lib/download.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

/** Workspaces that an export can contain. */
const exportQuery = () =>
  queryOptions({
    queryKey: ['workspace', 'export'],
    queryFn: ({ signal }) => call('GET /export/', { signal }),
  });

/** Offers all data of the user as one archive. */
export function ExportSection() {
  const contents = useQuery(exportQuery());
  return (
    <Section title="All my data">
      <Loaded of={contents} what="The size of your data" skeleton={<LinesSkeleton count={2} />}>
        {({ workspaces }) => <Offer workspaces={workspaces} />}
      </Loaded>
    </Section>
  );
}

function Offer({ workspaces }: ExportContents) {
  const [wantsAll, setWantsAll] = useState(false);
  const own = workspaces.filter(({ owned }) => owned);
  const others = workspaces.filter(({ owned }) => !owned);
  const download = () => downloadFrom(urlOf('GET /export/archive/', { query: wantsAll ? { workspaces: 'all' } : {} }));
  return (
    <Panel padded>
      <Stack gap="sm">
        <Text size="sm">
          One ZIP archive with your profile, your API keys without their secrets, the entries of your account activity,
          and {sizeOf(own)} with all figures, assets and files. <code>gofigr import</code> reads the workspaces back.
        </Text>
        {others.length > 0 && (
          <Checkbox
            label={`Also ${sizeOf(others)} of others`}
            description="Where you are a member."
            checked={wantsAll}
            onChange={(event) => setWantsAll(event.currentTarget.checked)}
          />
        )}
        <Group>
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={download}>
            Download
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

const sizeOf = (workspaces: ExportContents['workspaces']): string =>
  `${plural(workspaces.length, 'workspace')} (${formatBytes(workspaces.reduce((sum, { size_bytes }) => sum + size_bytes, 0))})`;
