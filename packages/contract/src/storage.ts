/** Where bytes are kept (protocol.md, section 7). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, nullable } from './schemas.ts';

const Vendor = Type.String({ description: '`GoFigr.io`: with the server itself' });

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
    summary: `Where new data of the ${kind} are kept`,
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
    summary: 'Where the bytes of a datum are kept',
    access: on.path('follow', 'data'),
    params: IdParams,
    status: 200,
    answer: DataStorage,
  }),
};
