import type { QueryClient } from '@tanstack/react-query';
import { figureQuery } from '../../features/figure/index.ts';
import { revisionQuery, shortIdQuery } from '../../features/revision/index.ts';
import { isMissing } from '../../lib/failure.ts';
import { isUuid } from '../../lib/ids.ts';

/** Reason why a text leads to no revision, in words for the user. */
export class NoRevision extends Error {}

/**
 * Finds the revision that a text names: a link to a revision or figure, a short link, an ID or a short ID. A figure
 * means its newest revision. Throws `NoRevision` if there is none.
 */
export async function findRevision(
  queryClient: QueryClient,
  text: string,
  here: string = location.host,
): Promise<string> {
  const { kind, id } = namedIn(text.trim(), here);
  try {
    if (kind !== 'figure' && !isUuid(id)) return (await queryClient.fetchQuery(shortIdQuery(id))).revision;
    if (kind !== 'figure') {
      const found = await queryClient.fetchQuery(revisionQuery(id)).catch(unlessMissing);
      if (found) return found.api_id;
    }
    const newest = (await queryClient.fetchQuery(figureQuery(id))).revisions.at(-1);
    if (newest) return newest.api_id;
  } catch (error) {
    unlessMissing(error);
  }
  throw new NoRevision('No figure or revision has this link or ID, or you may not see it.');
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function namedIn(text: string, here: string): { kind: string; id: string } {
  if (text === '') throw new NoRevision('Paste a link or an ID.');
  if (!URL.canParse(text)) return { kind: '', id: text };
  const { host, pathname } = new URL(text);
  if (host !== here) throw new NoRevision(`This link leads to ${host}, not to this server.`);
  const [, kind, id] = /^\/(figure|revision|r)\/([^/]+)$/.exec(pathname) ?? [];
  if (!kind || !id) throw new NoRevision('This link leads to no figure or revision.');
  return { kind, id };
}
