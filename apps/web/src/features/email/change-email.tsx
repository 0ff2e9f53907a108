import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { askForEmail, emailQuery } from './requests.ts';

/** Asks for the new address and the current password. */
export function ChangeEmail({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const [fields, setFields] = useState({ email: '', current: '' });
  const asking = useMutation({
    mutationFn: askForEmail,
    gcTime: 0,
    onSuccess: async (state) => {
      queryClient.setQueryData(emailQuery().queryKey, state);
      onClose();
      await invalidate('email');
    },
  });
  const errors = fieldErrors(asking.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate({ email: fields.email.trim(), current: fields.current });
  };
  return (
    <Modal opened onClose={onClose} title="Change email">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            A link goes to the new address. Your address changes when you open it. The old address gets a notice.
          </Text>
          <TextInput
            label="New email address"
            type="email"
            name="email"
            autoComplete="email"
            required
            withAsterisk={false}
            maxLength={254}
            data-autofocus
            value={fields.email}
            error={errors['email']}
            onChange={(event) => setFields({ ...fields, email: event.currentTarget.value })}
          />
          <PasswordInput
            label="Current password"
            name="current-password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={fields.current}
            onChange={(event) => setFields({ ...fields, current: event.currentTarget.value })}
          />
          {asking.error && Object.keys(errors).length === 0 && <Failure error={asking.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={asking.isPending}>
              Send link
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
