export type { ReceivedBlob } from './body.ts';
export {
  atLeast,
  type Call,
  foundOrMade,
  type OneObject,
  objectOf,
  originOf,
  type Route,
  route,
  Streamed,
} from './context.ts';
export { readerOf } from './gate.ts';
export { APP } from './safe-headers.ts';
export { answerNotFound, createHttp, type HttpDeps } from './server.ts';
