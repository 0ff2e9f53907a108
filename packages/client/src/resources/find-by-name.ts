import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { isSameName } from '../name.ts';
import type { Transport } from '../transport.ts';
import { pageOf, pages } from './pages.ts';

export interface FindOptions extends CallOptions {
  /** Creates the object if none has this name. */
  create?: boolean | undefined;
  /** Description of a new object. */
  description?: string | undefined;
}

/**
 * Finds the oldest object of a name, in any composition of its accents. Without `create`, returns `undefined` if there
 * is none.
 */
export interface FindByName<O, In extends object> {
  (name: string, options: FindOptions & In & { create: true }): Promise<O>;
  (name: string, ...options: object extends In ? [(FindOptions & In)?] : [FindOptions & In]): Promise<O | undefined>;
}

/** Implements both overloads of `FindByName`. With `create`, the result is never `undefined`. */
export const byName = <O, In extends object>(
  find: (name: string, options: FindOptions & In) => Promise<O | undefined>,
): FindByName<O, In> => ((name: string, options: FindOptions & In) => find(name, options ?? {})) as FindByName<O, In>; // one of its overloads for each kind of options

interface Named {
  api_id: string;
  name: string;
}

/** Longest text, in characters, that a list can be filtered by. */
const LONGEST_FILTER = 200;

/**
 * Returns the longest ASCII part of a name. It is the same in every composition, and every server ignores its case.
 */
function plainPart(name: string): string | undefined {
  const [longest] = (name.normalize('NFC').match(/[ -~]+/g) ?? []).toSorted((a, b) => b.length - a.length);
  return longest?.slice(0, LONGEST_FILTER);
}

/** Lists to search for a kind, and the parent that holds its objects on servers without such lists. */
const LISTS = {
  analyses: { list: 'GET /workspace/:id/analyses/', whole: 'GET /workspace/:id/' },
  figures: { list: 'GET /analysis/:id/figures/', whole: 'GET /analysis/:id/' },
} as const;

/**
 * Returns the ID of the oldest child of this name. Reads a filtered list in pages if the server has such lists, else
 * the whole parent (the hosted product).
 */
export async function findChild(
  transport: Transport,
  children: keyof typeof LISTS,
  parent: string,
  name: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  const { list, whole } = LISTS[children];
  try {
    let found: string | undefined;
    // The list is newest first, so the last match is the oldest.
    for await (const entry of pages(
      transport,
      list,
      pageOf(parent, { sort: 'created', name: plainPart(name), signal }),
    ))
      if (isSameName(entry.name, name)) found = entry.api_id;
    return found;
  } catch (error) {
    if (!hasNoSuchList(error)) throw error;
  }
  const found: { [key in typeof children]?: Named[] } = await transport.call(whole, { path: { id: parent }, signal });
  return found[children]?.find((child) => isSameName(child.name, name))?.api_id;
}

const hasNoSuchList = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === 404 || error.status === 405 || error.code === 'not_gofigr');
