import type { ApiKey } from '@gofigr/contract';
import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { Failure } from '../../ui/failure.tsx';
import { workspacesQuery } from '../workspace/index.ts';
import { expiryAfter } from './client-config.ts';
import { createApiKey } from './create-api-key.ts';

const EXPIRIES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In 365 days' },
];

interface NewApiKeyFormProps {
  onCreated: (key: ApiKey) => void;
  onCancel: () => void;
}

export function NewApiKeyForm({ onCreated, onCancel }: NewApiKeyFormProps) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const [name, setName] = useState('');
  const [days, setDays] = useState('');
  const [workspace, setWorkspace] = useState('');
  // gcTime 0: the answer holds the key, which must not stay in a cache.
  const creating = useMutation({ mutationFn: createApiKey, gcTime: 0, onSuccess: onCreated });
  const errors = fieldErrors(creating.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate({
      name: name.trim(),
      expiry: expiryAfter(days === '' ? undefined : Number(days)),
      workspace: workspace === '' ? null : workspace,
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Key name"
          description="This name is for your reference only: something informational like “John’s laptop” or “Analysis server”."
          required
          withAsterisk={false}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          value={name}
          error={errors['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label="Expires"
            data={EXPIRIES}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <NativeSelect
            label="Scope"
            data={[
              { value: '', label: 'All my workspaces' },
              ...workspaces.map((one) => ({ value: one.api_id, label: `Only ${one.name}` })),
            ]}
            value={workspace}
            onChange={(event) => setWorkspace(event.currentTarget.value)}
          />
        </SimpleGrid>
        {creating.error && <Failure error={creating.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={creating.isPending} disabled={name.trim() === ''}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
