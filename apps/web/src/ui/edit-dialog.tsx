import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../lib/failure.ts';
import { Failure } from './failure.tsx';

export interface NameAndDescription {
  name: string;
  description: string;
}

interface EditDialogProps {
  title: string;
  action: string;
  initial: NameAndDescription;
  pending: boolean;
  error: unknown;
  onSubmit: (values: NameAndDescription) => void;
  onClose: () => void;
}

/** Asks for a name and a description. It opens when it is mounted, so that it always starts from `initial`. */
export function EditDialog({ title, action, initial, pending, error, onSubmit, onClose }: EditDialogProps) {
  const [values, setValues] = useState(initial);
  const fields = fieldErrors(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ name: values.name.trim(), description: values.description.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={1024}
            data-autofocus
            value={values.name}
            error={fields['name']}
            onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={3}
            maxRows={12}
            value={values.description}
            error={fields['description']}
            onChange={(event) => setValues({ ...values, description: event.currentTarget.value })}
          />
          {error ? <Failure error={error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={values.name.trim() === ''}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
