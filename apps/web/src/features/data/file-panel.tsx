import type { Data } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { formatBytes } from '../../lib/format.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { textOf } from './datum.ts';
import { DownloadButton } from './datum-bar.tsx';

export function FilePanel({ files }: { files: readonly Data[] }) {
  if (files.length === 0) {
    return (
      <Empty icon={<IconFile size={30} stroke={1.4} />} title="No files in this revision">
        Publish files with the figure: <code>publish(fig, files=["protocol.pdf"])</code>
      </Empty>
    );
  }
  return (
    <Rows label="Files">
      {files.map((file) => (
        <Row key={file.api_id}>
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text dir="auto" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Text>
            <Text component="div" size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {formatBytes(file.size_bytes)}
              {textOf(file, 'path') && ` · ${textOf(file, 'path')}`}
            </Text>
            <Text component="div" size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              BLAKE3 {file.hash.slice(0, 16)}… <CopyIcon text={file.hash} what="hash" />
            </Text>
          </div>
          <DownloadButton datum={file} />
        </Row>
      ))}
    </Rows>
  );
}
