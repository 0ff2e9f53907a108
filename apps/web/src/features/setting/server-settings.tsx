import type { AdminSettings, Registration } from '@gofigr/contract';
import { Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { messageOf } from '../../lib/failure.ts';
import { plural } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { changeRegistration, settingsQuery } from './settings-query.ts';

const MODES: readonly { value: Registration; label: string; description: string }[] = [
  { value: 'invite', label: 'Invited people', description: 'Admins of workspaces and organizations invite them.' },
  { value: 'open', label: 'Anyone', description: 'Everyone who reaches this server.' },
  {
    value: 'closed',
    label: 'Nobody',
    description: 'Administrators create accounts with npm run admin -- create-user.',
  },
];

/** Lets administrators choose who may open an account, and tells how long the audit list is kept. */
export function ServerSettings() {
  const settings = useQuery(settingsQuery());
  return (
    <Section title="Settings">
      <Loaded of={settings} what="The settings" skeleton={<LinesSkeleton count={3} />}>
        {(current) => (
          <>
            <RegistrationChoice settings={current} />
            <Text size="sm" c="dimmed">
              {retentionOf(current)}
            </Text>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function RegistrationChoice({ settings: { registration, registration_is_fixed } }: { settings: AdminSettings }) {
  const invalidate = useInvalidate();
  const save = async (value: Registration) => {
    await changeRegistration(value);
    await invalidate('settings');
  };
  const saving = useMutation({
    mutationFn: ({ now }: { now: Registration; before: Registration }) => save(now),
    scope: { id: 'registration' },
    onSuccess: (_, { before }) => notifyUndo('Saved who may open an account.', () => save(before)),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The setting was not saved', message: messageOf(error) }),
  });
  return (
    <Radio.Group
      label="Who may open an account"
      {...(registration_is_fixed && {
        description: 'GOFIGR_REGISTRATION sets this. Remove it from the environment and restart to choose here.',
      })}
      mb="md"
      value={saving.isPending ? saving.variables.now : registration}
      onChange={(value) => {
        const chosen = MODES.find((mode) => mode.value === value)?.value;
        if (chosen && chosen !== registration) saving.mutate({ now: chosen, before: registration });
      }}
    >
      <Stack gap={8} mt={6}>
        {MODES.map((mode) => (
          <Radio key={mode.value} {...mode} disabled={registration_is_fixed} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function retentionOf({ audit_days, address_days }: AdminSettings): string {
  const stays = (days: number) => (days === 0 ? 'for ever' : `for ${plural(days, 'day')}`);
  return `Entries of the audit list stay ${stays(audit_days)} (GOFIGR_AUDIT_DAYS), and addresses in them ${stays(address_days)} (GOFIGR_ADDRESS_DAYS).`;
}
