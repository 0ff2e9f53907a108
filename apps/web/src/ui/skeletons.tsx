import { Group, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CARD_SIZES, useCardSize } from './card-size.tsx';
import { Cards, cardHeight, LINE_HEIGHT } from './cards.tsx';
import css from './page.module.css';
import { Page } from './page.tsx';
import picture from './picture-page.module.css';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Placeholder of a list as `Listing` shows it: a row of controls above cards or rows. */
export function ListingSkeleton({ view = 'grid' }: { view?: 'grid' | 'list' }) {
  return (
    <>
      <Group gap="xs" mb="sm">
        <Skeleton height={36} style={{ flex: '1 1 11rem', maxWidth: 300 }} />
        <Skeleton height={36} width={280} />
      </Group>
      {view === 'grid' ? <CardsSkeleton count={12} /> : <LinesSkeleton count={6} height={LINE_HEIGHT} />}
    </>
  );
}

/** Placeholder of a section with cards. */
export function CardsSectionSkeleton() {
  return (
    <Part>
      <CardsSkeleton count={12} />
    </Part>
  );
}

function CardsSkeleton({ count = 6 }: { count?: number }) {
  const [size] = useCardSize();
  return (
    <Cards label="Loading">
      {upTo(count).map((index) => (
        <li key={index}>
          <Skeleton height={cardHeight(CARD_SIZES[size].least)} radius="md" />
        </li>
      ))}
    </Cards>
  );
}

export function LinesSkeleton({ count = 4, height = 40 }: { count?: number; height?: number }) {
  return (
    <Stack gap={6} aria-busy>
      {upTo(count).map((index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}

interface HeaderSkeletonProps {
  /** Tells whether a path stands above the name. */
  above?: boolean;
  /** Tells whether facts stand below the name. */
  below?: boolean;
  actions?: boolean;
}

function HeaderSkeleton({ above = false, below = false, actions = false }: HeaderSkeletonProps) {
  return (
    <div className={css['header']}>
      <div className={css['heading']}>
        {above && <Skeleton height={12} width="min(60%, 14rem)" mt={6} mb={8} />}
        <Skeleton height={24} width="min(80%, 20rem)" my={3} data-part="name" />
        {below && <Skeleton height={12} width="min(100%, 24rem)" mt={16} mb={6} />}
      </div>
      {actions && <Skeleton height={36} width="min(100%, 18rem)" />}
    </div>
  );
}

const TabsSkeleton = () => <Skeleton height={37} width="min(100%, 30rem)" mb="md" data-part="tabs" />;

/** Replaces a page of rows while its first data load, such as the account. */
export function RowsPageSkeleton() {
  return (
    <Page title="Loading" size="narrow">
      <HeaderSkeleton />
      <Part>
        <Skeleton height={240} radius="md" />
      </Part>
      <Part>
        <LinesSkeleton />
      </Part>
    </Page>
  );
}

/** Replaces the page of an asset or an organization. */
export function ObjectPageSkeleton() {
  return (
    <Page title="Loading">
      <HeaderSkeleton above below actions />
      <Part>
        <Skeleton height={70} radius="md" />
      </Part>
      <Part>
        <LinesSkeleton count={2} height={64} />
      </Part>
    </Page>
  );
}

/** Replaces a page of cards without tabs, such as the home page. */
export function CardsPageSkeleton() {
  return (
    <Page title="Loading" size="full">
      <HeaderSkeleton below />
      <CardsSectionSkeleton />
    </Page>
  );
}

/** Replaces the page of a workspace or an analysis. */
export function GalleryPageSkeleton() {
  return (
    <Page title="Loading" size="full">
      <HeaderSkeleton above below actions />
      <Skeleton height={14} width="min(100%, 24rem)" my={21} />
      <TabsSkeleton />
      <ListingSkeleton />
    </Page>
  );
}

/** Replaces the page of a figure or a revision: the image is the largest part. */
export function PicturePageSkeleton() {
  return (
    <Page title="Loading" size="full">
      <HeaderSkeleton above below actions />
      <div className={picture['columns']}>
        <div>
          <TabsSkeleton />
          <Skeleton height={36} mb="sm" />
          <Skeleton className={picture['stage'] ?? ''} radius="md" data-part="stage" />
        </div>
        <div>
          <Part>
            <LinesSkeleton count={3} height={80} />
          </Part>
          <Part>
            <Skeleton height={280} radius="md" />
          </Part>
        </div>
      </div>
    </Page>
  );
}

/** A section of a page. */
function Part({ children }: { children: ReactNode }) {
  return (
    <div style={{ marginBottom: 'var(--mantine-spacing-xl)' }}>
      <Skeleton height={18} width="min(60%, 10rem)" mt={3} mb="md" />
      {children}
    </div>
  );
}
