import type { Data } from '@gofigr/contract';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { formatBytes } from '../../lib/format.ts';
import { downloadUrl, formatOf, isWatermarked, pictureLabel } from './datum.ts';

const GROUPS = [
  ['image', 'Images'],
  ['dataframe', 'Tables'],
  ['code', 'Code'],
  ['text', 'Text'],
  ['file', 'Files'],
] as const;

/** Menu to download each datum of the revision. */
export function DownloadMenu({ data }: { data: readonly Data[] }) {
  return (
    <Menu width={300} position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconDownload size={16} />}
          rightSection={<IconChevronDown size={14} />}
          disabled={data.length === 0}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="min(70dvh, 32rem)" style={{ overflowY: 'auto' }}>
        {GROUPS.map(([type, heading]) => {
          const members = data.filter((datum) => datum.type === type);
          if (members.length === 0) return null;
          return [
            <Menu.Label key={type}>{heading}</Menu.Label>,
            ...members.map((datum) => (
              <Menu.Item
                key={datum.api_id}
                component="a"
                href={downloadUrl(datum)}
                download
                rightSection={<span style={{ opacity: 0.75, fontSize: 12 }}>{formatBytes(datum.size_bytes)}</span>}
                style={{ overflowWrap: 'anywhere' }}
              >
                <bdi>{labelOf(datum)}</bdi>
              </Menu.Item>
            )),
          ];
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function labelOf(datum: Data): string {
  if (datum.type !== 'image') return datum.name;
  return `${pictureLabel(formatOf(datum))}${isWatermarked(datum) ? ', with watermark' : ''}`;
}
