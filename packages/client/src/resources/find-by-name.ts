import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Transport } from '../transport.ts';
import { pageOf, pages } from './pages.ts';

export interface FindOptions extends CallOptions {
  /** Make it when there is none of this name. */
  create?: boolean | undefined;
  /** Of a new one. */
  description?: string | undefined;
}

/** Finds by name, however its accents are composed; the oldest when several have it. `undefined` when there is none and none may be made. */
export interface FindByName<O, In extends object> {
  (name: string, options: FindOptions & In & { create: true }): Promise<O>;
  (name: string, ...options: object extends In ? [(FindOptions & In)?] : [FindOptions & In]): Promise<O | undefined>;
}

/** Both shapes of `FindByName` at once; with `create`, something is always found. */
export const byName = <O, In extends object>(
  find: (name: string, options: FindOptions & In) => Promise<O | undefined>,
): FindByName<O, In> => ((name: string, options: FindOptions & In) => find(name, options ?? {})) as FindByName<O, In>; // one of its overloads for each kind of options

interface Named {
  api_id: string;
  name: string;
}

/** "é" is one, however it is composed. */
export const isSameName = (one: string, other: string): boolean => one.normalize('NFC') === other.normalize('NFC');

/** The longest text that the lists can be narrowed by. */
const LONGEST_FILTER = 200;

/** The longest part of a name that is in it however it is composed, and whose case every server knows. */
function plainPart(name: string): string | undefined {
  const [longest] = (name.normalize('NFC').match(/[ -~]+/g) ?? []).toSorted((a, b) => b.length - a.length);
  return longest?.slice(0, LONGEST_FILTER);
}

/** What is found by its name: in which list, and in which answer where there is no such list. */
const LISTS = {
  analyses: { list: 'GET /workspace/:id/analyses/', whole: 'GET /workspace/:id/' },
  figures: { list: 'GET /analysis/:id/figures/', whole: 'GET /analysis/:id/' },
} as const;

/**
 * The ID of the oldest child of this name. Asks for a narrowed list in pages where the server has such lists, for
 * the whole parent where it hasn't (the hosted product).
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
    // Newest first: the last that fits is the oldest.
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
