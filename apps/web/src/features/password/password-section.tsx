import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { agrees, NewPassword } from './new-password.tsx';
import { changePassword } from './requests.ts';

const EMPTY = { current: '', password: '', again: '' };

export function PasswordSection() {
  const invalidate = useInvalidate();
  const [fields, setFields] = useState(EMPTY);
  const changing = useMutation({
    mutationFn: changePassword,
    gcTime: 0,
    onSuccess: async () => {
      setFields(EMPTY);
      notifications.show({ message: 'Password changed. You are signed out everywhere else.' });
      await invalidate('signIns');
    },
  });
  const errors = fieldErrors(changing.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (agrees(fields)) changing.mutate({ current: fields.current, password: fields.password });
  };
  return (
    <Section title="Password">
      <Panel padded>
        <form onSubmit={submit}>
          <Stack gap="sm" maw={420}>
            <Text size="sm" c="dimmed">
              A new password signs you out everywhere else. API keys keep working.
            </Text>
            <PasswordInput
              label="Current password"
              name="current-password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={fields.current}
              onChange={(event) => setFields({ ...fields, current: event.currentTarget.value })}
            />
            <NewPassword
              password={fields.password}
              again={fields.again}
              error={errors['password']}
              onChange={(passwords) => setFields({ ...fields, ...passwords })}
            />
            {changing.error && Object.keys(errors).length === 0 && <Failure error={changing.error} />}
            <Group>
              <Button type="submit" variant="default" loading={changing.isPending}>
                Change password
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
    </Section>
  );
}
