export { BodyError, type BodyErrorCode } from './errors.ts';
export { parseExact, type RawJson } from './parse-exact.ts';
export { type ByteSink, type ScanLimits, type ScanOptions, scanBody } from './scan-body.ts';
export { Base64Bytes, type StreamedJson, streamJson } from './stream-json.ts';
export type { PathPattern } from './trail.ts';
