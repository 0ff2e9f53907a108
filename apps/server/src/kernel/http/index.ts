export type { ReceivedBlob } from './body.ts';
export { countApart } from './connections.ts';
export {
  atLeast,
  type Call,
  foundOrMade,
  type OneObject,
  objectOf,
  originOf,
  type Perform,
  queriedOf,
  type Route,
  route,
  Streamed,
} from './context.ts';
export { noteError } from './error-answer.ts';
export { readerOf } from './gate.ts';
export { leaving } from './leaving.ts';
export {
  answerList,
  type ChildReader,
  createChildReader,
  inSlices,
  type List,
  listOf,
  mapped,
  SLICE,
  slicesOf,
  withChildren,
  withLists,
} from './lists.ts';
export { APP } from './safe-headers.ts';
export { answerNotFound, createHttp, type HttpDeps } from './server.ts';
export { RequestCut } from './within-time.ts';
