import { Badge, Tooltip } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';

/** Marks a revision that was drawn in a clean room. */
export function CleanRoom() {
  return (
    <Tooltip
      label="Drawn by its own code from its own parameters and data only, so that it can be drawn again"
      multiline
      maw={280}
    >
      <Badge variant="light" color="teal" tt="none" fw={500} leftSection={<IconSparkles size={12} />} tabIndex={0}>
        Clean room
      </Badge>
    </Tooltip>
  );
}
