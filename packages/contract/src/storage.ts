/** Storage of bytes (docs/protocol.md, section 7). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, nullable } from './schemas.ts';

const Vendor = Type.String({ description: '`GoFigr.io`: on the server itself' });

export const Storage = answer('Storage', {
  vendor: Vendor,
  params: nullable(Type.Record(Type.String(), Type.Unknown())),
});
export type Storage = Static<typeof Storage>;

export const DataStorage = answer('DataStorage', { vendor: Vendor });
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

export const storage = {
  workspace: storageOf('workspace'),
  organization: storageOf('organization'),
  data: operation({
    id: 'data.storage',
    method: 'GET',
    path: '/data/:id/storage/',
    summary: 'Storage of a datum',
    access: on.path('follow', 'data'),
    params: IdParams,
    status: 200,
    answer: DataStorage,
  }),
};
