import type { ApiKey } from '@gofigr/contract';
import { ActionIcon, Stack, Tabs, Text, Title, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { downloadText } from '../../lib/download.ts';
import { CopyButton, Snippet } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TabRow } from '../../ui/tab-row.tsx';
import { usePublicUrl } from '../info/index.ts';
import { primaryWorkspace, workspaceNames, workspacesQuery } from '../workspace/index.ts';
import { readyLines } from './ready-lines.ts';
import css from './secret.module.css';
import { expiryWords, PERMISSIONS, reachOf } from './words.ts';

interface SecretProps {
  /** The key with its secret. It lives in the state of a page only, so that leaving the page removes it. */
  apiKey: ApiKey;
  title: string;
  username: string;
  /** Follows the sentence that the secret is shown once. */
  note?: string;
  /** Follows the secret. */
  children?: ReactNode;
}

/** Shows the secret of a key once, with ready lines for each kind of client. */
export function Secret({ apiKey, title, username, note, children }: SecretProps) {
  const server = usePublicUrl();
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const token = apiKey.token ?? '';
  const rights = `${PERMISSIONS[apiKey.permission].label}, ${reachOf(apiKey, workspaceNames(workspaces))}`;
  const workspace = apiKey.workspaces?.[0] ?? primaryWorkspace(workspaces, username)?.api_id;
  const ready = readyLines({ token, name: apiKey.name, rights, workspace, server });
  return (
    <Stack gap="md">
      <div>
        <Title order={2} ref={heading} tabIndex={-1} className={css['title'] ?? ''} id="secret-title">
          {title}
        </Title>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <b dir="auto">{apiKey.name}</b> · {rights} · {expiryWords(apiKey)}
        </Text>
      </div>
      <Notice tone="warning" py="xs" icon={<IconAlertTriangle size={18} />}>
        <Text size="sm">
          This is the only time this key will be visible. Copy it now, or save it with the lines below. {note}
        </Text>
      </Notice>
      <div className={css['key']}>
        <output className={css['token']} aria-labelledby="secret-title">
          {token}
        </output>
        <CopyButton text={token}>Copy key</CopyButton>
      </div>
      {children}
      <Tabs defaultValue="file" keepMounted={false}>
        <TabRow label="Where the key is used">
          {ready.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </TabRow>
        {ready.map(({ value, steps }) => (
          <Tabs.Panel key={value} value={value}>
            <Stack gap="sm">
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                For <b dir="auto">{apiKey.name}</b>: {rights}
              </Text>
              {steps.map(({ say, label, text, file }) => (
                <div key={label}>
                  <Text size="sm" mb={6} style={{ overflowWrap: 'anywhere' }}>
                    {say}
                  </Text>
                  <Snippet label={label} text={text} actions={file && <Download name={file} text={text} />} />
                </div>
              ))}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function Download({ name, text }: { name: string; text: string }) {
  return (
    <Tooltip label={`Download ${name}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`Download ${name}`}
        onClick={() => downloadText(name, text, 'application/octet-stream')}
      >
        <IconDownload size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
