export { eventRoutes } from './routes.ts';
export { createStreams } from './service/streams.ts';
