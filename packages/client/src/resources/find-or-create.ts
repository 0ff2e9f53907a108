import { jsonPayload } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Transport } from '../transport.ts';

/** Servers that can't: the hosted product, and earlier versions. */
const without = new WeakSet<Transport>();

/** The parent's field of what is created. */
const PARENT = { workspace: 'organization', analysis: 'workspace', figure: 'analysis', asset: 'workspace' };

interface Asked {
  name: string;
  parent?: string;
  description?: string | undefined;
  /** Of an asset: ID of the one analysis that it is for. */
  analysis?: string | undefined;
}

/**
 * The oldest of a name in its parent, or a new one: of many clients that ask at once one makes it. Where the server can't,
 * what `find` finds; without `find` it has been looked for.
 */
export async function findOrCreate<W>(
  transport: Transport,
  kind: keyof typeof PARENT,
  { parent, ...fields }: Asked,
  options: CallOptions,
  find?: () => Promise<W | undefined>,
): Promise<W> {
  const post = (path: string, body: object, repeatable: boolean): Promise<W> =>
    transport.json({ method: 'POST', path, payload: jsonPayload(body), repeatable }, options);
  if (!without.has(transport))
    try {
      return await post(`${kind}/find_or_create/`, { ...fields, parent }, true);
    } catch (error) {
      if (!isUnknownThere(error)) throw error;
      without.add(transport);
    }
  return (await find?.()) ?? post(`${kind}/`, { ...fields, [PARENT[kind]]: parent }, false);
}

/** A 404 with a code means that there is no such parent. */
const isUnknownThere = (error: unknown): boolean =>
  error instanceof GoFigrError &&
  (error.status === 405 || (error.status === 404 && error.code === undefined) || error.code === 'not_gofigr');
