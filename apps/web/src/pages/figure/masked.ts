import type { Revision } from '@gofigr/contract';
import { plural } from '../../lib/format.ts';

/** Kinds of secrets that clients mask, with their plurals. Any publisher can write other texts into the metadata. */
const KINDS = {
  password: 'passwords',
  'API key': 'API keys',
  token: 'tokens',
  'private key': 'private keys',
  signature: 'signatures',
} as const;

const list = new Intl.ListFormat('en');

/** Says how many values were masked before the revision was published, by kind. Undefined if none were. */
export function maskedInWords(metadata: Revision['metadata']): string | undefined {
  const found = objectOf(objectOf(metadata)['secrets_redacted']);
  const counts = Object.entries(KINDS).flatMap(([one, many]) => {
    const count = found[one];
    return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? [{ one, many, count }] : [];
  });
  if (counts.length === 0) return undefined;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const kinds = list.format(counts.map(({ one, many, count }) => plural(count, one, many)));
  return `${total === 1 ? '1 value was' : `${total} values were`} masked before publishing: ${kinds}`;
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  // Any key of it may be missing or hold anything.
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
