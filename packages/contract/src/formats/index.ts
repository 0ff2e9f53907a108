export { type Described, endingOf, formatNamed, formatOf, formatOfFile } from './find.ts';
export type { Format, Kind, Shown } from './format.ts';
export { HEAD_BYTES, sniff } from './sniff.ts';
export { FORMATS } from './table.ts';
