import type { Figure } from '@gofigr/contract';

/** A revision as its figure lists it: without its data. */
export type ListedRevision = Figure['revisions'][number];

/** Returns the revisions published before and after one of a figure's revisions. */
export function neighboursOf(
  revisions: readonly ListedRevision[],
  id: string,
): { older: ListedRevision | undefined; newer: ListedRevision | undefined } {
  const index = revisions.findIndex((revision) => revision.api_id === id);
  if (index === -1) return { older: undefined, newer: undefined };
  return { older: revisions[index - 1], newer: revisions[index + 1] };
}
