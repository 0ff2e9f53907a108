export { analysisRoutes } from './routes.ts';
export { toNestedAnalysis } from './wire.ts';
