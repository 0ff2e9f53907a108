export { prepareCodes, readCodes } from './codes.ts';
export { DESCRIBED_SIDE, DESCRIPTOR_BYTES, decode, describe } from './descriptor.ts';
export { type Certainty, find, LIMITS, type Match } from './find.ts';
export { type Picture, pictureOf } from './picture.ts';
export { QUERY_SIDE, type Scene, scenesOf } from './query.ts';
export { Shortlist } from './shortlist.ts';
export { COMPARED_SIDE, type Stored, storedOf } from './verify.ts';
