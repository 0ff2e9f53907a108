import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Answer } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Servers without `find_or_create`: the hosted product and earlier versions. */
const unsupported = new WeakSet<Transport>();

/** Kinds of objects with a name, and the field of a new object that holds its parent. */
const PARENT = { workspace: 'organization', analysis: 'workspace', figure: 'analysis', asset: 'workspace' } as const;
type Kind = keyof typeof PARENT;

interface Asked {
  name: string;
  parent?: string;
  description?: string | undefined;
  /** For an asset: ID of the only analysis that uses it. */
  analysis?: string | undefined;
}

/**
 * Returns the oldest object of a name in its parent, or creates it. If many clients ask at once, one object is created.
 * On servers without `find_or_create`, `find` searches first. Callers that have already searched pass no `find`.
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
  if (!unsupported.has(transport))
    try {
      return await post(`POST /${kind}/find_or_create/`, { ...fields, parent }, true);
    } catch (error) {
      if (!isUnsupported(error)) throw error;
      unsupported.add(transport);
    }
  return (await find?.()) ?? post(`POST /${kind}/`, { ...fields, [PARENT[kind]]: parent }, false);
}

/** Tells whether the server lacks the operation. A 404 with a code means that the parent is missing. */
const isUnsupported = (error: unknown): boolean =>
  error instanceof GoFigrError &&
  (error.status === 405 || (error.status === 404 && error.code === undefined) || error.code === 'not_gofigr');
