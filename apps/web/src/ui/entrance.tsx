import { Box, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { Panel } from './panel.tsx';

/** Layout of the pages for signing in: one column with one form. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(`${title} · GoFigr`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="md">
        <Group gap="xs" justify="center">
          <Logo size={32} />
          <Text fw={700} size="xl" component="span">
            GoFigr
          </Text>
        </Group>
        <Panel padded>
          <Box p={{ base: 0, xs: 'xs' }}>
            <Title order={1} mb="md">
              {title}
            </Title>
            {children}
          </Box>
        </Panel>
      </Stack>
    </Center>
  );
}
