import type { Revision } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { callText } from '../../lib/api.ts';
import { parseExact } from '../../lib/exact-json.ts';

/** A revision with the descriptions of its data, without their bytes. Its metadata keep all digits of their numbers. */
export const revisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id],
    queryFn: async ({ signal }) => {
      const text = await callText('GET /revision/:id/', { path: { id }, signal });
      return parseExact(text) as Revision; // The server serialises by the contract.
    },
    staleTime: 60_000,
  });
