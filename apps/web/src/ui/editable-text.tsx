import { ActionIcon, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { Failure } from './failure.tsx';

interface EditableTextProps {
  /** Completes "Edit …". */
  what: string;
  text: string;
  /** Replaces an empty text for users who may edit it. */
  placeholder: string;
  canEdit: boolean;
  save: (text: string) => Promise<unknown>;
}

/** Shows a text that can be edited in place. Ctrl+Enter saves, Escape cancels. */
export function EditableText({ what, text, placeholder, canEdit, save }: EditableTextProps) {
  const [draft, setDraft] = useState<string>();
  const saving = useMutation({ mutationFn: save, onSuccess: () => setDraft(undefined) });
  if (draft === undefined) {
    if (text === '' && !canEdit) return null;
    return (
      <Group gap={4} mb="md" align="flex-start" wrap="nowrap" maw={820}>
        <Text
          size="sm"
          {...(text === '' ? { c: 'dimmed' } : {})}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {text || placeholder}
        </Text>
        {canEdit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Edit ${what}`}
            onClick={() => setDraft(text)}
          >
            <IconPencil size={15} />
          </ActionIcon>
        )}
      </Group>
    );
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDraft(undefined);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) saving.mutate(draft.trim());
  };
  return (
    <Stack gap="xs" mb="md" maw={820}>
      <Textarea
        aria-label={what}
        description="Ctrl+Enter saves, Escape cancels."
        inputWrapperOrder={['input', 'description', 'error']}
        autosize
        ref={takeFocus}
        minRows={2}
        maxRows={16}
        maxLength={100_000}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {saving.error && <Failure error={saving.error} />}
      <Group gap="xs">
        <Button size="xs" loading={saving.isPending} onClick={() => saving.mutate(draft.trim())}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={() => setDraft(undefined)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

/** Focuses the text and puts the cursor at its end. */
function takeFocus(area: HTMLTextAreaElement | null): void {
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}
