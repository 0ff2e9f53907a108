import type { Storage } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The workspace or organization whose storage is chosen. */
export interface StorageOwner {
  kind: 'workspace' | 'organization';
  id: string;
}

export const storageChoiceQuery = ({ kind, id }: StorageOwner) =>
  queryOptions({
    queryKey: ['storage', kind, id],
    queryFn: ({ signal }) =>
      kind === 'workspace'
        ? call('GET /workspace/:id/storage/', { path: { id }, signal })
        : call('GET /organization/:id/storage/', { path: { id }, signal }),
  });

/** Makes new data go there. The server tries it out first. */
export const chooseStorage = ({ kind, id }: StorageOwner, body: Storage): Promise<Storage> =>
  kind === 'workspace'
    ? call('POST /workspace/:id/storage/', { path: { id }, body })
    : call('POST /organization/:id/storage/', { path: { id }, body });

/** Tries a storage out, and changes nothing. */
export const tryStorage = ({ kind, id }: StorageOwner, body: Storage): Promise<Storage> =>
  kind === 'workspace'
    ? call('POST /workspace/:id/storage/test/', { path: { id }, body })
    : call('POST /organization/:id/storage/test/', { path: { id }, body });

/** `s3://bucket/key at https://…`; null for the server's own storage. */
export function bucketAddress({ params }: Storage): string | null {
  if (params === null) return null;
  const [bucket, key, endpoint] = ['bucket', 'key', 'endpoint'].map((name) => {
    const value = params[name];
    return typeof value === 'string' ? value.replace(/^\/+|\/+$/g, '') : '';
  });
  return `s3://${bucket}${key && `/${key}`}${endpoint && ` at ${endpoint}`}`;
}
