import type { Figure } from '@gofigr/contract';
import { Button, Group, NavLink, Popover, ScrollArea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { When } from '../../ui/when.tsx';
import { findRevision, NoRevision } from './find-revision.ts';

/** Revisions that are listed at once. */
const FEW = 50;

interface PickerDropdownProps {
  /** Text of the button of the form. */
  action: string;
  /** Undefined if the user may not see it. */
  figure: Figure | undefined;
  current: string | undefined;
  onPick: (id: string) => void;
}

/** A field for a link or an ID, above a list of the figure's revisions. */
export function PickerDropdown({ action, figure, current, onPick }: PickerDropdownProps) {
  const [text, setText] = useState('');
  const [count, setCount] = useState(FEW);
  const revisions = figure?.revisions ?? [];
  const queryClient = useQueryClient();
  const pick = (id: string) => {
    setText('');
    onPick(id);
  };
  const finding = useMutation({ mutationFn: () => findRevision(queryClient, text), onSuccess: pick });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finding.mutate();
  };
  const { error } = finding;
  return (
    <Popover.Dropdown>
      <form onSubmit={submit}>
        <TextInput
          label="Link or ID of a figure or revision"
          placeholder="https://…/r/…"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={error && (error instanceof NoRevision ? error.message : messageOf(error))}
          data-autofocus
        />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" size="xs" loading={finding.isPending}>
            {action}
          </Button>
        </Group>
      </form>
      {revisions.length > 0 && (
        <ScrollArea.Autosize mah={280} mt="xs">
          {revisions
            .slice(-count)
            .toReversed()
            .map(({ api_id: id, revision_index: index, created_on }) => (
              <NavLink
                key={id}
                component="button"
                active={id === current}
                label={`Revision #${index + 1}`}
                description={<When time={created_on} />}
                onClick={() => pick(id)}
              />
            ))}
          {revisions.length > count && (
            <NavLink component="button" label="Older revisions" onClick={() => setCount(count + FEW)} />
          )}
        </ScrollArea.Autosize>
      )}
    </Popover.Dropdown>
  );
}
