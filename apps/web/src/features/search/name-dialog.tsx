import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { keepSearch } from './saved-searches-query.ts';

const MOST_CHARACTERS = 100;

interface NameDialogProps {
  /** The saved search that gets another name; without one, `q` is saved. */
  id?: string;
  name?: string;
  q: string;
  onClose: () => void;
}

/** Asks for the name of a search, and saves it. */
export function NameDialog({ id, name: before, q, onClose }: NameDialogProps) {
  const [name, setName] = useState(before ?? q.slice(0, MOST_CHARACTERS));
  const invalidate = useInvalidate();
  const saving = useMutation({
    mutationFn: async () => {
      await keepSearch(name.trim(), { id, q });
      await invalidate('savedSearches');
    },
    onSuccess: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={id === undefined ? 'Save this search' : 'Rename the saved search'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="Only you see your saved searches"
            required
            withAsterisk={false}
            maxLength={MOST_CHARACTERS}
            data-autofocus
            value={name}
            error={fieldErrors(saving.error)['name']}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {saving.error ? <Failure error={saving.error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={name.trim() === ''}>
              {id === undefined ? 'Save' : 'Rename'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
