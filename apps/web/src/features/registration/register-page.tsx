import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { infoQuery } from '../info/index.ts';
import { AccountFields, enterSession } from '../session/index.ts';
import { register } from './register.ts';

export function RegisterPage() {
  const info = useQuery(infoQuery());
  return (
    <Entrance title="Create an account">
      <Loaded of={info} what="This page" skeleton={<Skeleton height={280} />}>
        {({ registration }) =>
          registration === 'open' ? (
            <RegisterForm />
          ) : (
            <Text size="sm">Accounts on this server are created by its administrators. Please ask one of them.</Text>
          )
        }
      </Loaded>
      <Text size="sm" ta="center" mt="md">
        Already registered?{' '}
        <TextLink to="/sign-in" underline="always">
          Sign in
        </TextLink>
      </Text>
    </Entrance>
  );
}

function RegisterForm() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [account, setAccount] = useState({ username: '', email: '', password: '' });
  const registering = useMutation({
    mutationFn: register,
    gcTime: 0,
    onSuccess: async (session) => {
      enterSession(queryClient, session);
      await router.navigate({ to: '/', replace: true });
    },
  });
  const errors = fieldErrors(registering.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    registering.mutate(account);
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
