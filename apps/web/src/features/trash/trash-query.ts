import type { TrashItem, TrashPage } from '@gofigr/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** The part of the trash that a page shows: of one workspace, or of all. */
export interface TrashSearch {
  workspace?: string | undefined;
}

const queryOf = ({ workspace }: TrashSearch) => (workspace === undefined ? {} : { workspace });

/** Deleted objects, in pages, the last deleted first. */
export const trashQuery = (search: TrashSearch) =>
  infiniteQueryOptions({
    queryKey: ['trash', search.workspace ?? null],
    queryFn: ({ pageParam, signal }) =>
      call('GET /trash/', { query: { ...queryOf(search), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: TrashPage) => page.next ?? undefined,
  });

export const restore = ({ api_id }: Pick<TrashItem, 'api_id'>) =>
  call('POST /trash/:id/restore/', { path: { id: api_id } });

export const purge = ({ api_id }: Pick<TrashItem, 'api_id'>): Promise<void> =>
  call('DELETE /trash/:id/', { path: { id: api_id } });

export const empty = (search: TrashSearch) => call('DELETE /trash/', { query: queryOf(search) });
