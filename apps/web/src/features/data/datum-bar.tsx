import type { Data } from '@gofigr/contract';
import { Button, NativeSelect, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatBytes } from '../../lib/format.ts';
import { downloadUrl } from './datum.ts';
import css from './viewer.module.css';

interface DatumBarProps {
  label: string;
  all: readonly Data[];
  shown: Data;
  onPick: (datum: Data) => void;
  children?: ReactNode;
}

/** Bar above a viewer: the choice of datum if there are several, its size, and the actions. */
export function DatumBar({ label, all, shown, onPick, children }: DatumBarProps) {
  const pickById = (id: string) => {
    const found = all.find((datum) => datum.api_id === id);
    if (found) onPick(found);
  };
  return (
    <div className={css['bar']}>
      {all.length > 1 ? (
        <NativeSelect
          aria-label={label}
          size="sm"
          value={shown.api_id}
          data={all.map((datum) => ({ value: datum.api_id, label: datum.name }))}
          onChange={(event) => pickById(event.currentTarget.value)}
        />
      ) : (
        <Text dir="auto" fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {shown.name}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {formatBytes(shown.size_bytes)}
      </Text>
      <div className={css['push']}>
        {children}
        <DownloadButton datum={shown} />
      </div>
    </div>
  );
}

export function DownloadButton({ datum }: { datum: Data }) {
  return (
    <Button
      component="a"
      href={downloadUrl(datum)}
      download
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} />}
      aria-label={`Download ${datum.name}`}
    >
      Download
    </Button>
  );
}
