import { type DataStorage, type Storage, storage } from '@gofigr/contract';
import { type Route, route } from '../../kernel/http/index.ts';

/** wire: to published clients this means "no vendor of your own", whatever the server's name. */
const vendor = 'GoFigr.io';

/** All bytes are stored on the server; no other storage can be set yet. */
export const storageRoutes = (): Route[] => [
  route(storage.workspace, async (): Promise<Storage> => ({ vendor, params: null })),
  route(storage.organization, async (): Promise<Storage> => ({ vendor, params: null })),
  route(storage.data, async (): Promise<DataStorage> => ({ vendor })),
];
