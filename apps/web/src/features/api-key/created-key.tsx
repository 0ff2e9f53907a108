import type { ApiKey } from '@gofigr/contract';
import { ActionIcon, Alert, Button, Group, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { downloadText } from '../../lib/download.ts';
import { CopyButton, Snippet } from '../../ui/copy.tsx';
import { usePublicUrl } from '../info/index.ts';
import { primaryWorkspace, workspacesQuery } from '../workspace/index.ts';
import { clientConfig, NOTEBOOK_LINES } from './client-config.ts';
import css from './created-key.module.css';

interface CreatedKeyProps {
  apiKey: ApiKey;
  username: string;
  onDone: () => void;
}

export function CreatedKey({ apiKey, username, onDone }: CreatedKeyProps) {
  const server = usePublicUrl();
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const token = apiKey.token ?? '';
  const workspace = apiKey.workspace ?? primaryWorkspace(workspaces, username)?.api_id;
  const config = clientConfig(token, workspace, server);
  return (
    <Stack gap="md">
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
        <Text size="sm">
          This is the only time this key will be visible. Write it down or store it in a secure location now.
        </Text>
      </Alert>
      <div>
        <Text size="sm" fw={600} mb={4} id="created-key-name">
          {apiKey.name}
        </Text>
        <div className={css['key']}>
          <output className={css['token']} aria-labelledby="created-key-name">
            {token}
          </output>
          <CopyButton text={token} data-autofocus>
            Copy key
          </CopyButton>
        </div>
      </div>
      <div>
        <Title order={3} mb={4}>
          Set up Python or R
        </Title>
        <Text size="sm" mb={6}>
          Save this as <code>.gofigr</code> in your home directory (<code>~/.gofigr</code>; on Windows{' '}
          <code>%USERPROFILE%\.gofigr</code>). A downloaded copy loses its leading dot, so rename it.
        </Text>
        <Snippet
          label="the .gofigr file"
          text={config}
          actions={
            <Tooltip label="Download .gofigr">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label="Download .gofigr"
                onClick={() => downloadText('.gofigr', config, 'application/octet-stream')}
              >
                <IconDownload size={15} />
              </ActionIcon>
            </Tooltip>
          }
        />
        <Text size="sm" mt="sm" mb={6}>
          Then, in a notebook:
        </Text>
        <Snippet label="the notebook lines" text={NOTEBOOK_LINES} />
      </div>
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
