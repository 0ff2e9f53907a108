/** Decodes texts in any encoding that browsers know. */
export { type Decoded, decode, decodeAs, isLossy } from './decode.ts';
export { ENCODINGS } from './labels.ts';
