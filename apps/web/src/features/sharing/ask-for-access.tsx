import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Failure } from '../../ui/failure.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Notice } from '../../ui/notice.tsx';
import { askForAccess } from './requests-query.ts';
import { accessQuery, type SharedKind } from './sharing.ts';

/** Longest message that the server accepts. */
const LENGTH = 500;
/** Time between two looks whether the request was granted. */
const WAIT_MS = 10_000;

interface AskForAccessProps {
  kind: SharedKind;
  id: string;
  /** Shows the page, because the user has access now. */
  onGranted: () => void;
}

/** Asks whoever may share an object for access, and opens its page when they have granted it. */
export function AskForAccess({ kind, id, onGranted }: AskForAccessProps) {
  const [message, setMessage] = useState('');
  const asking = useMutation({ mutationFn: () => askForAccess(kind, id, message.trim()) });
  const access = useQuery({
    ...accessQuery(kind, id),
    enabled: asking.isSuccess,
    refetchInterval: WAIT_MS,
    retry: false,
  });
  const isGranted = access.isSuccess;
  useEffect(() => {
    if (isGranted) onGranted();
  }, [isGranted, onGranted]);
  if (asking.isSuccess)
    return (
      <Stack gap="md" align="start">
        <Notice tone="good" title="You have asked for access">
          If somebody may share this page, they see your name and your request for 30 days. The page opens here when
          they grant it.
        </Notice>
        <Group gap="xs">
          <Button variant="default" loading={access.isFetching} onClick={() => void access.refetch()}>
            Look again
          </Button>
          <ButtonLink to="/" variant="default">
            Go home
          </ButtonLink>
        </Group>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <Stack gap="md">
        <Text>Ask those who may share this page, or sign in with another account.</Text>
        <Textarea
          label="Message"
          description="Optional. They also see your name."
          maxLength={LENGTH}
          autosize
          minRows={2}
          maxRows={6}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        {asking.error && <Failure error={asking.error} />}
        <Group gap="xs">
          <Button type="submit" loading={asking.isPending}>
            Ask for access
          </Button>
          <ButtonLink to="/" variant="default">
            Go home
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}
