/** Storage of bytes (docs/protocol.md, section 7). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, nullable, sent } from './schemas.ts';

const Vendor = Type.String({
  maxLength: 100,
  description: '`GoFigr.io`: on the server itself; `aws`: in an S3-compatible bucket',
});

const Params = nullable(
  Type.Record(Type.String(), Type.Unknown(), {
    description:
      '`bucket`, `key` (start of all keys in it), and optionally `endpoint`, `region`, `access_key_id`, `secret_access_key`, `session_token`. Answers have no credentials, and the rest as it was sent',
  }),
);

export const Storage = answer('Storage', { vendor: Vendor, params: Params });
export type Storage = Static<typeof Storage>;

export const DataStorage = answer('DataStorage', {
  vendor: Type.String({ description: '`GoFigr.io`: on the server itself; `AWS`: in a bucket' }),
  path: Type.Optional(Type.String({ description: '`s3://bucket/…`, in a bucket' })),
});
export type DataStorage = Static<typeof DataStorage>;

const storageOf = <const K extends 'workspace' | 'organization'>(kind: K) =>
  operation({
    id: `${kind}.storage`,
    method: 'GET',
    path: `/${kind}/:id/storage/`,
    summary: `Storage of the ${kind}'s new data`,
    access: on.path('manage', kind),
    params: IdParams,
    status: 200,
    answer: Storage,
  });

const body = sent({ vendor: Vendor, params: Type.Optional(Params) });

const setStorageOf = <const K extends 'workspace' | 'organization'>(kind: K) =>
  operation({
    id: `${kind}.set_storage`,
    method: 'POST',
    path: `/${kind}/:id/storage/`,
    summary: `Choose the storage of the ${kind}'s new data`,
    description: `The bucket is tried out first: if it can't be written and read within ten seconds, the answer is 400 and nothing changes. Data that are there already stay where they are.${kind === 'workspace' ? ' In an organization, a workspace may do so if `allow_per_workspace_storage_settings` is set; without a choice of its own it uses that of the organization.' : ''}`,
    access: on.path('manage', kind),
    params: IdParams,
    body,
    status: 200,
    answer: Storage,
    errors: ['invalid_request'],
  });

const testStorageOf = <const K extends 'workspace' | 'organization'>(kind: K) =>
  operation({
    id: `${kind}.test_storage`,
    method: 'POST',
    path: `/${kind}/:id/storage/test/`,
    summary: `Try out a storage for the ${kind}, and change nothing`,
    access: on.path('manage', kind),
    params: IdParams,
    body,
    status: 200,
    answer: Storage,
    errors: ['invalid_request'],
  });

export const storage = {
  workspace: storageOf('workspace'),
  organization: storageOf('organization'),
  setWorkspace: setStorageOf('workspace'),
  setOrganization: setStorageOf('organization'),
  testWorkspace: testStorageOf('workspace'),
  testOrganization: testStorageOf('organization'),
  data: operation({
    id: 'data.storage',
    method: 'GET',
    path: '/data/:id/storage/',
    summary: 'Storage of a datum',
    access: on.path('follow', 'data'),
    params: IdParams,
    status: 200,
    answer: DataStorage,
    errors: ['unavailable'],
  }),
};
