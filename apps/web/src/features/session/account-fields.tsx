import { PasswordInput, TextInput } from '@mantine/core';
import { PASSWORD_RULE } from '../../lib/password-rule.ts';

export interface Account {
  username: string;
  email: string;
  password: string;
}

interface AccountFieldsProps {
  account: Account;
  errors: Record<string, string>;
  onChange: (account: Account) => void;
}

/** Fields of a new account. The server validates all three. */
export function AccountFields({ account, errors, onChange }: AccountFieldsProps) {
  return (
    <>
      <TextInput
        label="Username"
        name="username"
        description="Letters, digits and . _ @ + -"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={150}
        value={account.username}
        error={errors['username'] ?? usernameError(account.username)}
        onChange={(event) => onChange({ ...account, username: event.currentTarget.value })}
      />
      <TextInput
        label="Email"
        name="email"
        type="email"
        autoComplete="email"
        required
        withAsterisk={false}
        maxLength={254}
        value={account.email}
        error={errors['email']}
        onChange={(event) => onChange({ ...account, email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        name="password"
        description={PASSWORD_RULE}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={8}
        maxLength={128}
        value={account.password}
        error={errors['password']}
        onChange={(event) => onChange({ ...account, password: event.currentTarget.value })}
      />
    </>
  );
}

const usernameError = (username: string): string | undefined =>
  /^[A-Za-z0-9_.@+-]*$/.test(username)
    ? undefined
    : 'A username has letters, digits and . _ @ + - only, and no spaces.';
