import { Group, Text } from '@mantine/core';
import { ButtonLink } from '../ui/links.tsx';
import { Page, PageHeader } from '../ui/page.tsx';

export function NotFound() {
  return (
    <Page title="Not found" size="narrow">
      <PageHeader title="There is nothing here" />
      <Text>
        The address may be mistyped, or what it led to was deleted. Things that can't be shown yet are here too.
      </Text>
      <Group mt="md">
        <ButtonLink to="/" variant="default">
          Go home
        </ButtonLink>
      </Group>
    </Page>
  );
}
