import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';

interface KeyChoiceProps {
  /** Name of the table. */
  table: string;
  /** Columns of both tables. */
  columns: readonly string[];
  /** Columns that pair the rows now. */
  used: readonly string[];
  /** Tells whether they were chosen, not found. */
  isChosen: boolean;
  /** Undefined: the key is searched. */
  onChoose: (columns: string[] | undefined) => void;
}

/** Chooses the columns by which the rows of a table are paired. */
export function KeyChoice({ table, columns, used, isChosen, onChoose }: KeyChoiceProps) {
  const [opened, setOpened] = useState(false);
  const [picked, setPicked] = useState(used);
  const open = () => {
    setPicked(used);
    setOpened(!opened);
  };
  const choose = (chosen: string[] | undefined) => {
    setOpened(false);
    onChoose(chosen);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    choose([...picked]);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant={isChosen ? 'light' : 'default'}
          size="xs"
          mb="xs"
          leftSection={<IconKey size={14} />}
          aria-label={`Key columns of ${table}`}
          onClick={open}
        >
          Key columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Text size="xs" c="dimmed">
            Columns that identify a row. Without any, rows are paired by position.
          </Text>
          <ScrollArea.Autosize mah={260} my="xs">
            <Stack gap={6}>
              {[...new Set(columns)].map((column) => (
                <Checkbox
                  key={column}
                  size="xs"
                  label={<bdi>{column || 'Without a name'}</bdi>}
                  checked={picked.includes(column)}
                  onChange={({ currentTarget: { checked } }) =>
                    setPicked(checked ? [...picked, column] : picked.filter((one) => one !== column))
                  }
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Group justify="flex-end" gap="xs">
            {isChosen && (
              <Button variant="subtle" size="xs" onClick={() => choose(undefined)}>
                Find the key
              </Button>
            )}
            <Button type="submit" size="xs">
              Compare
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
