import type { CallOptions } from '../call.ts';
import type { Answer, Parts, Route } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Routes of lists that are read in pages. */
type PagedRoute = {
  [R in Route]: Answer<R> extends { entries: unknown[]; next: string | null } ? R : never;
}[Route];

type Entry<R extends PagedRoute> = Answer<R>['entries'][number];

/** Reads a list page by page, only as far as the caller iterates. */
export async function* pages<R extends PagedRoute>(
  transport: Transport,
  route: R,
  { query, ...parts }: Parts<R> & CallOptions,
): AsyncGenerator<Entry<R>, void, undefined> {
  let cursor: string | undefined;
  do {
    const page: Answer<R> = await transport.send(route, { ...parts, query: { ...query, cursor } });
    yield* page.entries;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** Order and filter of a list in pages. */
export interface PageOptions extends CallOptions {
  /** `changed` (default) and `created`: newest first. */
  sort?: 'changed' | 'created' | 'name' | undefined;
  /** Only names that contain this text, in either case. */
  name?: string | undefined;
}

/** Returns the parts of a call for a page of the children of `id`. */
export const pageOf = (id: string, { sort, name, signal }: PageOptions) => ({
  path: { id },
  query: { sort, name, limit: '200' },
  signal,
});
