import { jsonPayload } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Transport } from '../transport.ts';

/** Servers that have said that they can't: the hosted product, and ours of earlier versions. */
const without = new WeakSet<Transport>();

interface Asked {
  name: string;
  /** ID of what it is in; a workspace may be in nothing. */
  parent?: string;
  description?: string;
  /** Of an asset: ID of the one analysis that it is for. */
  analysis?: string;
}

/**
 * The oldest of a name in its parent, or a new one: of many clients that ask at once one makes it. Where the server can do
 * no such thing, what `otherwise` finds or makes.
 */
export async function findOrCreate<W, O>(
  transport: Transport,
  kind: 'workspace' | 'analysis' | 'figure' | 'asset',
  asked: Asked,
  { wrap, otherwise }: { wrap: (wire: W) => O; otherwise: () => Promise<O> },
  options: CallOptions,
): Promise<O> {
  if (without.has(transport)) return otherwise();
  const payload = jsonPayload(asked);
  let wire: W;
  try {
    const call = { method: 'POST', path: `${kind}/find_or_create/`, payload, repeatable: true } as const;
    wire = await transport.json<W>(call, options);
  } catch (error) {
    if (!isUnknownThere(error)) throw error;
    without.add(transport);
    return otherwise();
  }
  return wrap(wire);
}

/** A 404 with a code is of a server that knows the call: there is no such parent. */
const isUnknownThere = (error: unknown): boolean =>
  error instanceof GoFigrError &&
  (error.status === 405 || (error.status === 404 && error.code === undefined) || error.code === 'not_gofigr');
