import { Group, Text } from '@mantine/core';
import { useQuery, useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Navigate, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useState } from 'react';
import { sessionQuery } from '../features/session/index.ts';
import { AskForAccess, type SharedKind } from '../features/sharing/index.ts';
import { isMissing, isRefusal } from '../lib/failure.ts';
import { isUuid } from '../lib/ids.ts';
import { Failure } from '../ui/failure.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Page, PageHeader } from '../ui/page.tsx';
import { NotFound } from './not-found.tsx';

/** Replaces a page that is refused, missing or failed. */
export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  const session = useQuery(sessionQuery());
  const [object] = useState(() => objectAt(router.state.location.pathname));
  const missing = isMissing(error);
  if (missing && !object) return <NotFound />;
  if ((missing || isRefusal(error)) && session.data)
    return session.data.user ? <NoAccess object={object} isMissing={missing} /> : <ToSignIn />;
  return <Failed error={error} />;
}

function ToSignIn() {
  const router = useRouter();
  // Keeps the address of the first render: it changes on the way to the sign-in page.
  const [next] = useState(() => router.state.location.href);
  return <Navigate to="/sign-in" search={{ next }} replace />;
}

interface NoAccessProps {
  object: Shared | undefined;
  isMissing: boolean;
}

/** Offers the same for an object that is hidden and for one that doesn't exist: the server doesn't always tell. */
function NoAccess({ object, isMissing: missing }: NoAccessProps) {
  const retry = useRetry();
  return (
    <Page title={missing ? 'Not found' : 'No access'} size="narrow">
      <PageHeader title={missing ? 'Page not found' : "You don't have access"} />
      {missing && <Text mb="sm">Check the address. The page may have been deleted, or it is not shared with you.</Text>}
      {object ? (
        <Suspense>
          <AskForAccess {...object} onGranted={retry} />
        </Suspense>
      ) : (
        <GoAway />
      )}
    </Page>
  );
}

interface Shared {
  kind: SharedKind;
  id: string;
}

/** Returns the object of a page that can be shared. */
function objectAt(pathname: string): Shared | undefined {
  const [, kind, id = ''] = pathname.split('/');
  const shared = (['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const).find((one) => one === kind);
  return shared && isUuid(id) ? { kind: shared, id } : undefined;
}

function GoAway() {
  return (
    <>
      <Text>Ask someone with access to share this page with you, or sign in with another account.</Text>
      <Group mt="md">
        <ButtonLink to="/" variant="default">
          Go home
        </ButtonLink>
      </Group>
    </>
  );
}

/** Returns a function that loads the page again. */
function useRetry(): () => void {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  return useCallback(() => {
    queries.reset();
    void router.invalidate();
  }, [queries, router]);
}

function Failed({ error }: { error: unknown }) {
  const retry = useRetry();
  return (
    <Page title="Something went wrong" size="narrow">
      <PageHeader title="This page could not be shown" />
      <Failure error={error} onRetry={retry} />
    </Page>
  );
}
