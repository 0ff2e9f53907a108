import { savedSearch } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/index.ts';
import { invalid, notWithAKey } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { changeSearch, removeSearch, saveSearch } from './service.ts';
import { searchesOf } from './store.ts';
import { toSavedSearch } from './wire.ts';

export function savedSearchRoutes({ database, clock }: { database: Database; clock: Clock }): Route[] {
  const { db } = database;
  return [
    route(savedSearch.list, async ({ principal }) => {
      // They may name what is in other workspaces.
      if (principal.scope !== null) throw notWithAKey();
      return (await searchesOf(db, principal.userId))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.created - b.created)
        .map(toSavedSearch);
    }),
    route(savedSearch.create, async ({ principal, body }) =>
      toSavedSearch(
        await saveSearch({ db, clock }, principal.userId, {
          name: filled('name', body.name),
          q: filled('q', body.q),
        }),
      ),
    ),
    route(savedSearch.change, async ({ principal, params, body }) =>
      toSavedSearch(
        await changeSearch(db, principal.userId, params.id.toLowerCase(), {
          ...(body.name !== undefined && { name: filled('name', body.name) }),
          ...(body.q !== undefined && { q: filled('q', body.q) }),
        }),
      ),
    ),
    route(savedSearch.delete, async ({ principal, params }) =>
      removeSearch(db, principal.userId, params.id.toLowerCase()),
    ),
  ];
}

/** A text of a request without surrounding spaces. Throws `invalid_request` for an empty one. */
function filled(field: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw invalid(field, 'must not be empty');
  return trimmed;
}
