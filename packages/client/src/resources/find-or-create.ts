import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Answer } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Servers that can't: the hosted product, and earlier versions. */
const without = new WeakSet<Transport>();

/** Kinds of things that have a name, and the field of what is created that names the parent. */
const PARENT = { workspace: 'organization', analysis: 'workspace', figure: 'analysis', asset: 'workspace' } as const;
type Kind = keyof typeof PARENT;

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
export async function findOrCreate<K extends Kind>(
  transport: Transport,
  kind: K,
  { parent, ...fields }: Asked,
  options: CallOptions,
  find?: () => Promise<Answer<`POST /${K}/`> | undefined>,
): Promise<Answer<`POST /${K}/`>> {
  const post = (route: `POST /${Kind}/${'find_or_create/' | ''}`, body: object, repeatable: boolean) =>
    transport.send(route, { ...options, body, repeatable }) as Promise<Answer<`POST /${K}/`>>; // Both answer the object.
  if (!without.has(transport))
    try {
      return await post(`POST /${kind}/find_or_create/`, { ...fields, parent }, true);
    } catch (error) {
      if (!isUnknownThere(error)) throw error;
      without.add(transport);
    }
  return (await find?.()) ?? post(`POST /${kind}/`, { ...fields, [PARENT[kind]]: parent }, false);
}

/** A 404 with a code means that there is no such parent. */
const isUnknownThere = (error: unknown): boolean =>
  error instanceof GoFigrError &&
  (error.status === 405 || (error.status === 404 && error.code === undefined) || error.code === 'not_gofigr');
