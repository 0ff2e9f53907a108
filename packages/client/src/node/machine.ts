import { hostname } from 'node:os';

/** Characters and length that the server accepts. */
const LONGEST = 100;

/**
 * Returns the name of this machine, or that of `GF_MACHINE`. `undefined` if `GF_MACHINE` is empty. Requests carry it, and
 * the account page shows it beside the key.
 */
export function machineName(
  env: Record<string, string | undefined> = process.env,
  host = hostname(),
): string | undefined {
  const name = (env['GF_MACHINE'] ?? host).replaceAll(/[^\w.-]+/g, '-').slice(0, LONGEST);
  return name === '' ? undefined : name;
}
