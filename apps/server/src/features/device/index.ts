export { deviceRoutes } from './routes.ts';
export { createDeviceService, type KeyGrant } from './service.ts';
export { deleteExpired as deleteExpiredDeviceCodes } from './store.ts';
