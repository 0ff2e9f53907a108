import type { CallOptions } from '../call.ts';
import type { Answer, Parts, Route } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Lists that are read in pages. */
type PagedRoute = {
  [R in Route]: Answer<R> extends { entries: unknown[]; next: string | null } ? R : never;
}[Route];

type Entry<R extends PagedRoute> = Answer<R>['entries'][number];

/** Reads a list page by page, as far as it is iterated over. */
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

/** How a list in pages is ordered and narrowed. */
export interface PageOptions extends CallOptions {
  /** `changed` (default) and `created`: newest first. */
  sort?: 'changed' | 'created' | 'name' | undefined;
  /** Only names that hold this, in either case. */
  name?: string | undefined;
}

/** The parts of the call for a page of what is in `id`. */
export const pageOf = (id: string, { sort, name, signal }: PageOptions) => ({
  path: { id },
  query: { sort, name, limit: '200' },
  signal,
});
