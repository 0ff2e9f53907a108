import { GoFigrError } from '../errors.ts';
import type { Transport } from '../transport.ts';

/** Operations that a server has answered to lack: the hosted product and earlier versions have fewer. */
const lacking = new WeakMap<Transport, Set<string>>();

/** Asks for an operation. Returns `undefined` if the server lacks it; then it is not asked again. */
export async function unlessLacking<T>(
  transport: Transport,
  operation: string,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  const known = lacking.get(transport) ?? new Set();
  if (known.has(operation)) return undefined;
  try {
    return await ask();
  } catch (error) {
    if (!isLacking(error)) throw error;
    lacking.set(transport, known.add(operation));
    return undefined;
  }
}

/** Tells whether the server lacks the operation. A 404 with a code means that the parent is missing. */
const isLacking = (error: unknown): boolean =>
  error instanceof GoFigrError &&
  (error.status === 405 || (error.status === 404 && error.code === undefined) || error.code === 'not_gofigr');
