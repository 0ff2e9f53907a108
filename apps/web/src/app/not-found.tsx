import { Group, Text } from '@mantine/core';
import { ButtonLink } from '../ui/links.tsx';
import { Page, PageHeader } from '../ui/page.tsx';

export function NotFound() {
  return (
    <Page title="Not found" size="narrow">
      <PageHeader title="Page not found" />
      <Text>Check the address. The page may have been deleted, or nothing has been published to it yet.</Text>
      <Group mt="md">
        <ButtonLink to="/" variant="default">
          Go home
        </ButtonLink>
      </Group>
    </Page>
  );
}
