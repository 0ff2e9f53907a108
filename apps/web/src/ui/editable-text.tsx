import { ActionIcon, Group, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { lazyCode } from '../lib/lazy-code.ts';
import { Markdown } from './markdown.tsx';
import type { TextEditorProps } from './text-editor.tsx';

const TextEditor = lazyCode(async () => (await import('./text-editor.tsx')).TextEditor);

interface EditableTextProps extends Omit<TextEditorProps, 'onClose'> {
  /** Replaces an empty text for users who may edit it. */
  placeholder: string;
  canEdit: boolean;
}

/** Shows a text that can be edited in place. */
export function EditableText({ placeholder, canEdit, ...editor }: EditableTextProps) {
  const { what, text } = editor;
  const [isEdited, setIsEdited] = useState(false);
  if (text === '' && !canEdit) return null;
  const shown = (
    <Group gap={4} mb="md" align="flex-start" wrap="nowrap" maw={820}>
      {text === '' ? (
        <Text size="sm" c="dimmed">
          {placeholder}
        </Text>
      ) : (
        <Markdown text={text} />
      )}
      {canEdit && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Edit ${what}`}
          onClick={() => setIsEdited(true)}
        >
          <IconPencil size={15} />
        </ActionIcon>
      )}
    </Group>
  );
  if (!isEdited) return shown;
  return (
    <Suspense fallback={shown}>
      <TextEditor {...editor} onClose={() => setIsEdited(false)} />
    </Suspense>
  );
}
