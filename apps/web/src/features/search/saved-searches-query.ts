import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The searches that the user saved, by name. */
export const savedSearchesQuery = queryOptions({
  queryKey: ['saved_search'],
  queryFn: ({ signal }) => call('GET /saved_search/', { signal }),
});

/** Saves a search, or gives a saved one another name. */
export const keepSearch = (name: string, { id, q }: { id: string | undefined; q: string }) =>
  id === undefined
    ? call('POST /saved_search/', { body: { name, q } })
    : call('PATCH /saved_search/:id/', { path: { id }, body: { name } });

export const deleteSavedSearch = (id: string) => call('DELETE /saved_search/:id/', { path: { id } });
