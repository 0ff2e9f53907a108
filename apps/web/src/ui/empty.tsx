import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from './panel.tsx';

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
}

/** Replaces an empty list: says what it would show and how to get it. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <Panel padded>
      <Stack align="center" gap={6} py="lg" ta="center">
        <Text component="span" c="dimmed" lh={1} aria-hidden>
          {icon}
        </Text>
        <Text fw={600}>{title}</Text>
        {children && (
          <Text component="div" c="dimmed" size="sm" maw={480}>
            {children}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
