import type { ApiKey, KeyLeak, LeakAction } from '@gofigr/contract';
import { Button, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isMissing, messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { LeakText } from './leak-text.tsx';
import { apiKeyQuery, keyLeaksQuery, leakSettingsQuery } from './queries.ts';
import { changeLeakAction } from './requests.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { LEAK_ACTIONS } from './words.ts';

const ORDER: readonly LeakAction[] = ['tell', 'redact', 'revoke', 'refuse'];

/** Lists the user's keys that were found in published data, and sets the server's action. */
export function LeaksSection() {
  const leaks = useQuery(keyLeaksQuery());
  const settings = useQuery(leakSettingsQuery());
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <Section title="Keys in published data">
      <Loaded of={settings} what="The setting" skeleton={<LinesSkeleton count={4} />}>
        {({ action }) => <LeakSetting action={action} />}
      </Loaded>
      <Loaded of={leaks} what="The list" skeleton={<LinesSkeleton count={1} />}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="dimmed">
              No key of yours was found in published data.
            </Text>
          ) : (
            <Rows label="Keys found in published data">
              {list.map((leak) => (
                <LeakRow key={leak.api_id} leak={leak} onRevoke={setRevoking} />
              ))}
            </Rows>
          )
        }
      </Loaded>
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </Section>
  );
}

function LeakSetting({ action }: { action: LeakAction }) {
  const invalidate = useInvalidate();
  const saving = useMutation({
    mutationFn: changeLeakAction,
    scope: { id: 'leak_settings' },
    onSuccess: async (saved) => {
      await invalidate('keys');
      notifications.show({ message: `Saved. ${LEAK_ACTIONS[saved.action].sentence}` });
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The setting was not saved', message: messageOf(error) }),
  });
  return (
    <Radio.Group
      label="When one of your keys is published"
      mb="md"
      value={saving.isPending ? saving.variables : action}
      onChange={(value) => {
        const chosen = ORDER.find((one) => one === value);
        if (chosen) saving.mutate(chosen);
      }}
    >
      <Stack gap={8} mt={6}>
        {ORDER.map((one) => (
          <Radio key={one} value={one} label={LEAK_ACTIONS[one].label} description={LEAK_ACTIONS[one].sentence} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function LeakRow({ leak, onRevoke }: { leak: KeyLeak; onRevoke: (key: ApiKey) => void }) {
  // The list of keys lacks those of service accounts, so each key is read. A revoked key is missing.
  const key = useQuery({ ...apiKeyQuery(leak.key), refetchInterval: false, enabled: leak.action !== 'revoke' });
  const isRevoked = leak.action === 'revoke' || isMissing(key.error);
  const live = isRevoked ? undefined : key.data;
  return (
    <Row>
      <div style={{ flex: 1, minWidth: 0 }}>
        {live ? (
          <TextLink to="/account/keys/$id" params={{ id: leak.key }} fw={600} size="sm" {...TARGET}>
            {leak.key_name}
          </TextLink>
        ) : (
          <Text dir="auto" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {leak.key_name}
          </Text>
        )}
        <LeakText leak={leak} />
      </div>
      {live && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Revoke key ${leak.key_name}`}
          onClick={() => onRevoke(live)}
        >
          Revoke key
        </Button>
      )}
      {isRevoked && (
        <Text size="sm" c="dimmed">
          Revoked
        </Text>
      )}
    </Row>
  );
}
