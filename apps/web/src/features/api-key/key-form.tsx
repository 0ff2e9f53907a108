import type { ApiKey } from '@gofigr/contract';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { formatDay } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { bodyOf, type KeyBody, type KeyDraft, type KeyErrors, problemsOf, refusedFields } from './key-draft.ts';
import { KeyFields } from './key-fields.tsx';

interface KeyFormProps {
  initial: KeyDraft;
  /** Expiry of a key that exists. Absent for a new key. */
  current?: string | null;
  isService: boolean;
  action: string;
  save: (body: KeyBody) => Promise<ApiKey>;
  onSaved: (key: ApiKey) => void;
  onCancel: () => void;
}

/** Asks for the fields of a key. Refusals are shown at their fields, and the first of these gets the focus. */
export function KeyForm({ initial, current, isService, action, save, onSaved, onCancel }: KeyFormProps) {
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState<KeyErrors>({});
  const form = useRef<HTMLFormElement>(null);
  // gcTime 0: the answer may hold a secret, which must not stay in a cache.
  const saving = useMutation({ mutationFn: save, gcTime: 0, onSuccess: onSaved });
  const errors = { ...refusedFields(saving.error, draft), ...problems };
  const isRefused = Object.keys(errors).length > 0;
  useEffect(() => {
    if (!isRefused) return;
    const field = form.current?.querySelector('[class*=InputWrapper-error]')?.parentElement;
    const input = field?.querySelector('input:checked') ?? field?.querySelector('input, select, textarea');
    if (input instanceof HTMLElement) input.focus();
  }, [isRefused]);
  const change = (next: KeyDraft) => {
    setDraft(next);
    setProblems({});
    if (saving.error) saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(draft);
    setProblems(found);
    if (Object.keys(found).length === 0) saving.mutate(bodyOf(draft, isService));
  };
  return (
    <form onSubmit={submit} ref={form} noValidate>
      <Stack gap="md" maw={560}>
        <KeyFields
          draft={draft}
          errors={errors}
          onChange={change}
          {...(current !== undefined && { keep: `As before: ${current === null ? 'never' : formatDay(current)}` })}
          of={isService ? 'service' : 'user'}
        />
        {saving.error && !isRefused && <Failure error={saving.error} />}
        <Group gap="xs">
          <Button type="submit" loading={saving.isPending}>
            {action}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
