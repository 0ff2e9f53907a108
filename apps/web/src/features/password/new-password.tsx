import { PasswordInput } from '@mantine/core';
import { PASSWORD_RULE } from '../../lib/password-rule.ts';

interface NewPasswordProps {
  password: string;
  again: string;
  error: string | undefined;
  onChange: (passwords: { password: string; again: string }) => void;
}

/** Tells whether both fields are equal. */
export const agrees = ({ password, again }: { password: string; again: string }): boolean => password === again;

/** Asks for a new password twice, because the typed text is hidden. */
export function NewPassword({ password, again, error, onChange }: NewPasswordProps) {
  const differs = again !== '' && !agrees({ password, again });
  return (
    <>
      <PasswordInput
        label="New password"
        name="new-password"
        description={PASSWORD_RULE}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={8}
        maxLength={128}
        value={password}
        error={error}
        onChange={(event) => onChange({ password: event.currentTarget.value, again })}
      />
      <PasswordInput
        label="New password again"
        name="new-password-again"
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={again}
        error={differs ? 'The passwords differ.' : undefined}
        onChange={(event) => onChange({ password, again: event.currentTarget.value })}
      />
    </>
  );
}
