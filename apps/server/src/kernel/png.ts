import { invalid } from './errors.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Checks a picture that clients draw as PNG, in clean base64; throws `invalid_request` for anything else. */
export function checkedPng(field: string, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw invalid(field, 'must be a PNG picture in base64');
  return bytes.toString('base64');
}
