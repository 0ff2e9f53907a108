import { type DataStorage, type Storage, storage } from '@gofigr/contract';
import { type Route, route } from '../../kernel/http/index.ts';

/** wire: what published clients know as "not with a vendor of your own", whatever the server's name. */
const vendor = 'GoFigr.io';

/** All bytes are kept with the server: nothing else can be set yet. */
export const storageRoutes = (): Route[] => [
  route(storage.workspace, async (): Promise<Storage> => ({ vendor, params: null })),
  route(storage.organization, async (): Promise<Storage> => ({ vendor, params: null })),
  route(storage.data, async (): Promise<DataStorage> => ({ vendor })),
];
