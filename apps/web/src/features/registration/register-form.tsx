import type { NewSession } from '@gofigr/contract';
import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { Failure } from '../../ui/failure.tsx';
import { AccountFields, enterSession } from '../session/index.ts';
import { register } from './register.ts';

interface RegisterFormProps {
  /** Invitation by which the user registers. */
  invited?: { token: string; email: string };
  /** Is called when the user is signed in, with what the invitation was for. */
  onDone: (joined: NewSession['joined']) => Promise<void>;
}

export function RegisterForm({ invited, onDone }: RegisterFormProps) {
  const queryClient = useQueryClient();
  const [account, setAccount] = useState({ username: '', email: invited?.email ?? '', password: '' });
  const registering = useMutation({
    mutationFn: register,
    gcTime: 0,
    onSuccess: async ({ user, joined }) => {
      enterSession(queryClient, { user });
      await onDone(joined);
    },
  });
  const errors = fieldErrors(registering.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    registering.mutate({ ...account, ...(invited && { invitation: invited.token }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <AccountFields account={account} errors={errors} onChange={setAccount} />
        {registering.error && Object.keys(errors).length === 0 && <Failure error={registering.error} />}
        <Button type="submit" fullWidth mt="xs" loading={registering.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
