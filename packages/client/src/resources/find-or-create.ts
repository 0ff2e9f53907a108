import type { CallOptions } from '../call.ts';
import type { Answer } from '../route.ts';
import type { Transport } from '../transport.ts';
import { unlessLacking } from './lacking.ts';

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
  const made = await unlessLacking(transport, 'find_or_create', () =>
    post(`POST /${kind}/find_or_create/`, { ...fields, parent }, true),
  );
  return made ?? (await find?.()) ?? post(`POST /${kind}/`, { ...fields, [PARENT[kind]]: parent }, false);
}
