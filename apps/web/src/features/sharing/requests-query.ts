import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { SharedKind } from './sharing.ts';

/** Open requests for access to objects that the user may share, newest first. */
export const requestsQuery = () =>
  queryOptions({
    queryKey: ['access_request'],
    queryFn: ({ signal }) => call('GET /access_request/', { signal }),
    staleTime: 60_000,
  });

export const askForAccess = (kind: SharedKind, id: string, message: string): Promise<void> =>
  call(`POST /${kind}/:id/access/request/`, { path: { id }, body: { message } });

export const answerRequest = (id: string, isGranted: boolean): Promise<void> =>
  isGranted
    ? call('POST /access_request/:id/grant/', { path: { id } })
    : call('POST /access_request/:id/decline/', { path: { id } });
