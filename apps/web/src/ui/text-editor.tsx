import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { Failure } from './failure.tsx';

export interface TextEditorProps {
  /** Completes "Edit …". */
  what: string;
  text: string;
  save: (text: string) => Promise<unknown>;
  onClose: () => void;
}

/** Edits a text. Ctrl+Enter saves, Escape cancels. */
export function TextEditor({ what, text, save, onClose }: TextEditorProps) {
  const [draft, setDraft] = useState(text);
  const saving = useMutation({ mutationFn: save, onSuccess: onClose });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) saving.mutate(draft.trim());
  };
  return (
    <Stack gap="xs" mb="md" maw={820}>
      <Textarea
        aria-label={what}
        description="Markdown, with links. Ctrl+Enter saves, Escape cancels."
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
        <Button size="xs" variant="default" onClick={onClose}>
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
