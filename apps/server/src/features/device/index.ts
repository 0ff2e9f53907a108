export { deviceRoutes } from './routes.ts';
export { createDeviceService } from './service.ts';
export { deleteExpired as deleteExpiredDeviceCodes } from './store.ts';
