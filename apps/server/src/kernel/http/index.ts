export { discardStaged, isStaged } from './body.ts';
export { atLeast, type Call, type Handler, objectOf, type Route, route, Streamed } from './context.ts';
export { createHttp, type HttpDeps } from './server.ts';
