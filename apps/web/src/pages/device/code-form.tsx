import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Panel } from '../../ui/panel.tsx';

interface CodeFormProps {
  /** The code that the server does not know. */
  refused?: string;
  onCode: (code: string) => void;
}

/** Asks for the code that the terminal shows. */
export function CodeForm({ refused, onCode }: CodeFormProps) {
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const typed = code.trim().toUpperCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== '') onCode(typed);
  };
  return (
    <Panel padded>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          <Text size="sm">Your terminal shows a code of eight letters. Type it here.</Text>
          <TextInput
            ref={field}
            label="Code"
            placeholder="XXXX-XXXX"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            withAsterisk={false}
            maxLength={40}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', letterSpacing: '0.08em' } }}
            value={code}
            error={
              refused !== undefined &&
              (code === '' || typed === refused) &&
              `The code ${refused} is unknown, used or expired. Look at the terminal, or begin anew there.`
            }
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit" disabled={typed === ''}>
              Continue
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
