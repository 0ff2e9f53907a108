import { Button, Group, Paper, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIsOutdated } from '../lib/upgrade.ts';
import css from './edge-notice.module.css';

/** Asks to reload the page after an upgrade of the server. */
export function UpgradeNotice() {
  return (
    <output className={css['place']}>
      {useIsOutdated() && (
        <Paper className={css['notice']} withBorder shadow="md" p="sm">
          <Group gap="sm" justify="space-between" wrap="nowrap">
            <Text size="sm">GoFigr was updated. Reload this page to go on.</Text>
            <Button size="compact-sm" leftSection={<IconRefresh size={14} />} onClick={() => location.reload()}>
              Reload
            </Button>
          </Group>
        </Paper>
      )}
    </output>
  );
}
