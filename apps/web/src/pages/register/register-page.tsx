import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { infoQuery } from '../../features/info/index.ts';
import { RegisterForm } from '../../features/registration/index.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';

export function RegisterPage() {
  const router = useRouter();
  const info = useQuery(infoQuery());
  return (
    <Entrance title="Create an account">
      <Loaded of={info} what="This page" skeleton={<Skeleton height={280} />}>
        {({ registration }) =>
          registration === 'open' ? (
            <RegisterForm onDone={() => router.navigate({ to: '/', replace: true })} />
          ) : (
            <Text size="sm">Accounts on this server are created by its administrators. Please ask one of them.</Text>
          )
        }
      </Loaded>
      <Text size="sm" ta="center" mt="md">
        Already registered?{' '}
        <TextLink to="/sign-in" underline="always">
          Sign in
        </TextLink>
      </Text>
    </Entrance>
  );
}
