import type { ApiKey } from '@gofigr/contract';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FirstUse } from './first-use.tsx';
import { type KeyPrefill, newDraft } from './key-draft.ts';
import { KeyForm } from './key-form.tsx';
import { KeyLimit } from './key-limit.tsx';
import { countLive, MAX_KEYS } from './key-state.ts';
import { apiKeysQuery, serviceKeysQuery } from './queries.ts';
import { createApiKey } from './requests.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { Secret } from './secret.tsx';

interface NewKeyProps {
  username: string;
  prefill: KeyPrefill;
  /** The workspace of a new service account. Absent for a key of the user. */
  service?: string;
  onCancel: () => void;
}

/** Asks for the fields of a new key, then shows its secret once. Only the state of this component holds the secret. */
export function NewKey({ username, prefill, service, onCancel }: NewKeyProps) {
  const invalidate = useInvalidate();
  const [created, setCreated] = useState<ApiKey>();
  const [revoking, setRevoking] = useState<ApiKey>();
  const own = useQuery({ ...apiKeysQuery(), enabled: service === undefined });
  const serviceKeys = useQuery({ ...serviceKeysQuery(service ?? ''), enabled: service !== undefined });
  const keys = (service === undefined ? own : serviceKeys).data ?? [];
  const isFull = countLive(keys) >= MAX_KEYS;
  const keep = (key: ApiKey) => {
    setCreated(key);
    void invalidate('keys');
  };
  if (created)
    return (
      <Panel padded>
        <Secret apiKey={created} title="Your new API key" username={username}>
          <FirstUse apiKey={created} isOwn={service === undefined} />
        </Secret>
        <Group mt="md" gap="xs">
          <ButtonLink to="/account/keys/$id" params={{ id: created.api_id }}>
            Done
          </ButtonLink>
        </Group>
      </Panel>
    );
  return (
    <>
      {isFull && <KeyLimit keys={keys} onRevoke={setRevoking} />}
      <Panel padded>
        <KeyForm
          initial={newDraft(prefill)}
          isService={service !== undefined}
          action={service === undefined ? 'Create key' : 'Create service account'}
          save={(body) => createApiKey({ service, body })}
          onSaved={keep}
          onCancel={onCancel}
        />
      </Panel>
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </>
  );
}
