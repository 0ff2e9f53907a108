import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';

interface Page<T> {
  entries: T[];
  next: string | null;
}

/** Reads a list page by page, as far as it is iterated over. */
export async function* pages<T>(
  transport: Transport,
  path: string,
  query: Record<string, string | number | undefined>,
  options: CallOptions = {},
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const page: Page<T> = await transport.json({ method: 'GET', path, query: { ...query, cursor } }, options);
    yield* page.entries;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** How a list in pages is ordered and narrowed. */
export interface PageOptions extends CallOptions {
  /** `changed` (default) and `created`: newest first. */
  sort?: 'changed' | 'created' | 'name';
  /** Only names that hold this, in either case. */
  name?: string;
}

export const pageQuery = ({ sort, name }: PageOptions) => ({ sort, name, limit: 200 });
