import type { Revision } from '@gofigr/contract';
import type { QueryClient } from '@tanstack/react-query';
import type { CodeOf } from '../../features/compare/index.ts';
import { grammarOf, textQuery } from '../../features/data/index.ts';

/** Finds the grammars and whole texts of the data of revisions. */
export function knownCode(revisions: readonly Revision[]): CodeOf {
  const known = new Map(
    revisions
      .flatMap(({ data }) => data)
      .map((datum) => [
        datum.api_id,
        {
          grammarOf: (text: string) => grammarOf(datum, text),
          read: async (queryClient: QueryClient) => (await queryClient.fetchQuery(textQuery(datum))).text,
        },
      ]),
  );
  return ({ id }) => (id === undefined ? undefined : known.get(id));
}
