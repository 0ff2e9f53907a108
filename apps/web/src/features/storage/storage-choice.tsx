import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import {
  bucketAddress,
  chooseStorage,
  type StorageOwner,
  storageChoiceQuery,
  tryStorage,
} from './storage-choice-query.ts';

const NOTHING = { bucket: '', key: '', endpoint: '', region: '', access_key_id: '', secret_access_key: '' };
type Fields = typeof NOTHING;

interface StorageSectionProps {
  owner: StorageOwner;
  /** Shown below the choice. */
  children?: ReactNode;
}

/** Lets people choose where the new data of a workspace or an organization are stored. */
export function StorageSection({ owner, children }: StorageSectionProps) {
  const choice = useQuery(storageChoiceQuery(owner));
  const [isOpen, setOpen] = useState(false);
  const invalidate = useInvalidate();
  const resetting = useMutation({
    mutationFn: async () => {
      await chooseStorage(owner, { vendor: 'GoFigr.io', params: null });
      await invalidate('stored');
    },
    onSuccess: () => notifications.show({ message: 'New data are stored by this server.' }),
  });
  return (
    <Section title="Storage">
      <Loaded of={choice} what="The storage" skeleton={<LinesSkeleton count={2} />}>
        {(current) => {
          const address = bucketAddress(current);
          return (
            <Panel padded>
              <Stack gap="sm" align="start">
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  New data go{' '}
                  {address === null ? (
                    'to the storage of this server'
                  ) : (
                    <>
                      to <b>{address}</b>
                    </>
                  )}
                  {owner.kind === 'workspace' && address === null && ', or that of the organization if it has one'}.
                  Data that are stored already stay where they are.
                </Text>
                {isOpen ? (
                  <BucketForm owner={owner} onClose={() => setOpen(false)} />
                ) : (
                  <Group gap="sm">
                    <Button variant="default" onClick={() => setOpen(true)}>
                      Use a bucket
                    </Button>
                    {address !== null && (
                      <Button variant="default" loading={resetting.isPending} onClick={() => resetting.mutate()}>
                        Use the server's storage
                      </Button>
                    )}
                  </Group>
                )}
                {resetting.error && <Failure error={resetting.error} />}
                {children}
              </Stack>
            </Panel>
          );
        }}
      </Loaded>
    </Section>
  );
}

function BucketForm({ owner, onClose }: { owner: StorageOwner; onClose(): void }) {
  const [values, setValues] = useState(NOTHING);
  const invalidate = useInvalidate();
  const trying = useMutation({ mutationFn: () => tryStorage(owner, sentOf(values)) });
  const saving = useMutation({
    mutationFn: async () => {
      await chooseStorage(owner, sentOf(values));
      await invalidate('stored');
    },
    onSuccess: () => {
      notifications.show({ message: 'New data go to the bucket.' });
      onClose();
    },
  });
  const set = (name: keyof Fields) => (event: { currentTarget: { value: string } }) => {
    trying.reset();
    saving.reset();
    setValues({ ...values, [name]: event.currentTarget.value });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const isBusy = trying.isPending || saving.isPending;
  const error = saving.error ?? trying.error;
  return (
    <form onSubmit={submit} style={{ width: '100%' }}>
      <Stack gap="sm" maw={560}>
        <TextInput label="Bucket" required withAsterisk={false} value={values.bucket} onChange={set('bucket')} />
        <TextInput
          label="Start of all keys"
          description="Such as figures/lab-a"
          value={values.key}
          onChange={set('key')}
        />
        <TextInput
          label="Endpoint"
          description="Address of a service like MinIO. Leave it empty for Amazon S3."
          type="url"
          value={values.endpoint}
          onChange={set('endpoint')}
        />
        <TextInput label="Region" description="Such as eu-central-1" value={values.region} onChange={set('region')} />
        <TextInput
          label="Access key ID"
          description="Leave both empty for a bucket that your administrator has listed."
          autoComplete="off"
          value={values.access_key_id}
          onChange={set('access_key_id')}
        />
        <PasswordInput
          label="Secret access key"
          description="It is encrypted, and never shown again."
          autoComplete="off"
          value={values.secret_access_key}
          onChange={set('secret_access_key')}
        />
        {error && <Failure error={error} />}
        {trying.isSuccess && <Text size="sm">The bucket can be written and read.</Text>}
        <Group gap="sm">
          <Button type="submit" loading={saving.isPending} disabled={isBusy || values.bucket.trim() === ''}>
            Use this bucket
          </Button>
          <Button
            variant="default"
            loading={trying.isPending}
            disabled={isBusy || values.bucket.trim() === ''}
            onClick={() => trying.mutate()}
          >
            Try it out
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={onClose}>
            Cancel
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}

/** The fields that are filled in. */
const sentOf = (values: Fields) => ({
  vendor: 'aws',
  params: Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  ),
});
