import type { DeviceSignIn } from '@gofigr/contract';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  expiryOf,
  type KeyDraft,
  type KeyErrors,
  KeyFields,
  newDraft,
  problemsOf,
  refusedFields,
} from '../../features/api-key/index.ts';
import { approveDevice, denyDevice } from '../../features/device/index.ts';
import { workspacesQuery } from '../../features/workspace/index.ts';
import { clientName } from '../../lib/client-name.ts';
import { isMissing } from '../../lib/failure.ts';
import { formatDay } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { When } from '../../ui/when.tsx';
import css from './request.module.css';

interface RequestProps {
  code: string;
  request: DeviceSignIn;
  onEnd: (how: 'approved' | 'denied') => void;
  /** Called if the code has expired meanwhile. */
  onGone: () => void;
}

/** Shows who asks to sign in and for which key. The user may change the key. */
export function Request({ code, request, onEnd, onGone }: RequestProps) {
  const { data: workspaces } = useSuspenseQuery(workspacesQuery());
  const [draft, setDraft] = useState(() => draftOf(request, new Set(workspaces.map(({ api_id }) => api_id))));
  const [problems, setProblems] = useState<KeyErrors>({});
  const onError = (error: unknown) => {
    if (isGone(error)) onGone();
  };
  const approving = useMutation({
    mutationFn: approveDevice,
    gcTime: 0,
    onSuccess: () => onEnd('approved'),
    onError,
  });
  const denying = useMutation({
    mutationFn: () => denyDevice(code),
    gcTime: 0,
    onSuccess: () => onEnd('denied'),
    onError,
  });
  const errors = { ...refusedFields(approving.error, draft), ...problems };
  const wished = wishedExpiry(request);
  const change = (next: KeyDraft) => {
    setDraft(next);
    setProblems({});
    if (approving.error) approving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Without a name here, the key gets the one that the terminal gives it.
    const { name: _name, ...found } = problemsOf(draft);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const expiry = draft.expires === 'keep' ? wished : (expiryOf(draft) ?? null);
    approving.mutate({
      user_code: code,
      name: draft.name.trim() || null,
      permission: draft.permission,
      workspaces: draft.workspaces,
      expiry,
    });
  };
  const error = approving.error && Object.keys(errors).length === 0 ? approving.error : denying.error;
  const { machine, client, address, created, expiry } = request;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Notice tone="warning" py="xs" icon={<IconAlertTriangle size={18} />}>
          <Text size="sm">
            Approve only what you began yourself, just now. If somebody sent you this link or code, deny it: they would
            act as you.
          </Text>
        </Notice>
        <Panel padded>
          <Title order={2} mb="xs" style={{ overflowWrap: 'anywhere' }}>
            {machine ?? clientName(client)} asks to sign in
          </Title>
          <dl className={css['facts']}>
            <div>
              <dt>Code</dt>
              <dd className={css['code']}>{code}</dd>
            </div>
            <div>
              <dt>Program</dt>
              <dd>{clientName(client).replace('/', ' ')}</dd>
            </div>
            <div>
              <dt>Machine</dt>
              <dd>{machine ?? 'It did not say'}</dd>
            </div>
            <div>
              <dt>Address</dt>
              <dd>{address}</dd>
            </div>
            <div>
              <dt>Asked</dt>
              <dd>
                <When time={created} />, ends <When time={expiry} />
              </dd>
            </div>
          </dl>
        </Panel>
        <Panel padded>
          <Title order={2} mb="xs">
            It gets this key
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            The terminal makes one key with at most these rights. Or it replaces the secret of one of your keys that has
            no more rights.
          </Text>
          <div style={{ maxWidth: 560 }}>
            <KeyFields
              draft={draft}
              errors={errors}
              onChange={change}
              of="terminal"
              {...(wished !== null && { keep: `As asked: ${formatDay(wished)}` })}
            />
          </div>
        </Panel>
        {error !== null && !isGone(error) && <Failure error={error} />}
        <Group gap="xs">
          <Button type="submit" loading={approving.isPending}>
            Approve
          </Button>
          <Button variant="default" loading={denying.isPending} onClick={() => denying.mutate()}>
            Deny
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const isGone = (error: unknown): boolean =>
  isMissing(error) && Object.keys(refusedFields(error, newDraft())).length === 0;

/** Returns the expiry that the client asked for, if it is a time. */
const wishedExpiry = ({ key }: DeviceSignIn): string | null =>
  key.expiry !== null && !Number.isNaN(Date.parse(key.expiry)) ? key.expiry : null;

/** Returns the key that the client asked for. A workspace that the user does not reach can't be granted. */
function draftOf(request: DeviceSignIn, reached: ReadonlySet<string>): KeyDraft {
  const { key, machine } = request;
  const draft = newDraft({
    name: key.name ?? machine ?? '',
    permission: key.permission ?? undefined,
  });
  return {
    ...draft,
    workspaces: key.workspaces?.filter((id) => reached.has(id)) ?? null,
    ...(wishedExpiry(request) !== null && { expires: 'keep' }),
  };
}
