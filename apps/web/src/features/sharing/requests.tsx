import type { AccessRequest } from '@gofigr/contract';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../lib/failure.ts';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { isLinked, LINKS } from '../../lib/object-pages.ts';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { When } from '../../ui/when.tsx';
import { answerRequest, requestsQuery } from './requests-query.ts';

/** Lists requests for access, each to grant or to decline with one click. */
export function Requests({ requests }: { requests: readonly AccessRequest[] }) {
  return (
    <Rows label="Requests for access">
      {requests.map((request) => (
        <Row key={request.api_id}>
          <Request request={request} />
        </Row>
      ))}
    </Rows>
  );
}

/** Lists the requests for access to one object. Shows nothing if there are none. */
export function RequestsFor({ id }: { id: string }) {
  const requests = (useQuery(requestsQuery()).data ?? []).filter(({ object }) => object === id);
  return requests.length === 0 ? null : <Requests requests={requests} />;
}

const personOf = ({ full_name, username }: AccessRequest): string => full_name ?? username ?? 'Somebody';

function Request({ request }: { request: AccessRequest }) {
  const { api_id, kind, object, name, full_name, username, message, requested_on } = request;
  const person = personOf(request);
  const invalidate = useInvalidate();
  const answering = useMutation({
    mutationFn: (isGranted: boolean) => answerRequest(api_id, isGranted),
    onSuccess: (_, isGranted) =>
      notifications.show({
        message: isGranted ? `${person} can see ${quoted(name)} now.` : `The request of ${person} is declined.`,
      }),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The request was not answered', message: messageOf(error) }),
    // Another person may have answered it.
    onSettled: () => invalidate('sharing'),
  });
  return (
    <Group justify="space-between" gap="sm" style={{ flex: 1, minWidth: 0 }}>
      <div style={{ flex: 1, minWidth: 200 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <b dir="auto">{person}</b>
          {full_name !== null && username !== null && ` (${username})`} asks to see the {kind.replace('_', ' ')}{' '}
          {isLinked(kind) ? (
            <TextLink to={LINKS[kind]} params={{ id: object }} underline="always">
              {name}
            </TextLink>
          ) : (
            name
          )}
          .
        </Text>
        {message !== '' && (
          <Text size="sm" dir="auto" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            “{message}”
          </Text>
        )}
        <Text size="xs" c="dimmed" component="div">
          <When time={requested_on} />
        </Text>
      </div>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-label={`Decline the request of ${person}`}
          disabled={answering.isPending}
          onClick={() => answering.mutate(false)}
        >
          Decline
        </Button>
        <Button
          size="xs"
          aria-label={`Grant ${person} access`}
          loading={answering.isPending && answering.variables}
          disabled={answering.isPending}
          onClick={() => answering.mutate(true)}
        >
          Grant
        </Button>
      </Group>
    </Group>
  );
}
