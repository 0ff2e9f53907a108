import { Skeleton, Stack } from '@mantine/core';
import { Cards } from './cards.tsx';
import { Page } from './page.tsx';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export function CardsSkeleton({ count = 6 }: { count?: number }) {
  return (
    <Cards label="Loading">
      {upTo(count).map((index) => (
        <li key={index}>
          <Skeleton height={150} radius="md" />
          <Skeleton height={12} mt={10} width="70%" />
          <Skeleton height={10} mt={8} width="40%" />
        </li>
      ))}
    </Cards>
  );
}

export function LinesSkeleton({ count = 4, height = 40 }: { count?: number; height?: number }) {
  return (
    <Stack gap={8} aria-busy>
      {upTo(count).map((index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}

/** Replaces a whole page while its first data load. */
export function PageSkeleton() {
  return (
    <Page title="Loading">
      <Skeleton height={12} width={220} mb={10} />
      <Skeleton height={28} width={320} mb={24} />
      <CardsSkeleton />
    </Page>
  );
}
