import { Group, Text } from '@mantine/core';
import { useQuery, useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../features/session/index.ts';
import { isMissing, isRefusal } from '../lib/failure.ts';
import { Failure } from '../ui/failure.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Page, PageHeader } from '../ui/page.tsx';
import { NotFound } from './not-found.tsx';

/** Replaces a page that is refused, missing or failed. */
export function RouteError({ error }: ErrorComponentProps) {
  const session = useQuery(sessionQuery());
  if (isMissing(error)) return <NotFound />;
  if (isRefusal(error) && session.data) return session.data.user ? <NoAccess /> : <ToSignIn />;
  return <Failed error={error} />;
}

function ToSignIn() {
  const router = useRouter();
  // Keeps the address of the first render: it changes on the way to the sign-in page.
  const [next] = useState(() => router.state.location.href);
  return <Navigate to="/sign-in" search={{ next }} replace />;
}

function NoAccess() {
  return (
    <Page title="No access" size="narrow">
      <PageHeader title="You don't have access" />
      <Text>Ask someone with access to share this page with you, or sign in with another account.</Text>
      <Group mt="md">
        <ButtonLink to="/" variant="default">
          Go home
        </ButtonLink>
      </Group>
    </Page>
  );
}

function Failed({ error }: { error: unknown }) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    void router.invalidate();
  };
  return (
    <Page title="Something went wrong" size="narrow">
      <PageHeader title="This page could not be shown" />
      <Failure error={error} onRetry={retry} />
    </Page>
  );
}
