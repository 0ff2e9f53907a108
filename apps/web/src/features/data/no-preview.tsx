import type { Data } from '@gofigr/contract';
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { DownloadButton } from './datum-bar.tsx';

/** Replaces a datum that can't be shown: the reason and a link to download it. */
export function NoPreview({ datum, children }: { datum: Data; children: ReactNode }) {
  return (
    <Stack align="center" gap="sm" p="lg" ta="center" maw={460} mx="auto">
      <Text dir="auto" size="sm">
        {children}
      </Text>
      <DownloadButton datum={datum} />
    </Stack>
  );
}
