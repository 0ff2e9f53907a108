import type { Revision } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { maskedInWords } from './masked.ts';

/** Says above the code which secrets the client masked in it. */
export function MaskedNote({ revision }: { revision: Revision }) {
  const words = maskedInWords(revision.metadata);
  if (words === undefined) return null;
  return (
    <Text size="sm" c="dimmed" mb="xs">
      <IconEyeOff size={14} stroke={1.6} aria-hidden style={{ verticalAlign: '-2px' }} /> {words}
    </Text>
  );
}
