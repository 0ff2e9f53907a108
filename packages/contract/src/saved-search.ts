/** Searches that people saved, each for themselves (docs/protocol.md, section 18). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { operation } from './operation.ts';
import { answer, Id, sent, Time } from './schemas.ts';
import { SEARCH_LENGTH } from './search.ts';

/** Most saved searches of a person, and most characters of a name. */
export const MAX_SAVED_SEARCHES = 100;
const NAME_LENGTH = 100;

export const SavedSearch = answer('SavedSearch', {
  api_id: Id,
  name: Type.String(),
  q: Type.String({ description: 'As `q` of `GET search/`' }),
  created: Time,
});
export type SavedSearch = Static<typeof SavedSearch>;

const Name = Type.String({ maxLength: NAME_LENGTH, description: 'Surrounding spaces are removed' });
const Text = Type.String({ maxLength: SEARCH_LENGTH, description: 'As `q` of `GET search/`' });

export const savedSearch = {
  list: operation({
    id: 'saved_search.list',
    method: 'GET',
    path: '/saved_search/',
    summary: 'Searches that the caller saved, in the order of their names. Not with a key for one workspace',
    access: 'user',
    status: 200,
    answer: Type.Array(SavedSearch),
  }),
  create: operation({
    id: 'saved_search.create',
    method: 'POST',
    path: '/saved_search/',
    summary: `Save a search. A person has up to ${MAX_SAVED_SEARCHES}, with different names`,
    access: 'person',
    body: sent({ name: Name, q: Text }),
    status: 201,
    answer: SavedSearch,
    errors: ['invalid_request', 'already_exists'],
  }),
  change: operation({
    id: 'saved_search.change',
    method: 'PATCH',
    path: '/saved_search/:id/',
    summary: 'Change the name or the words of a saved search',
    access: 'person',
    params: IdParams,
    body: sent({ name: Type.Optional(Name), q: Type.Optional(Text) }),
    status: 200,
    answer: SavedSearch,
    errors: ['invalid_request', 'not_found', 'already_exists'],
  }),
  delete: operation({
    id: 'saved_search.delete',
    method: 'DELETE',
    path: '/saved_search/:id/',
    summary: 'Delete a saved search',
    access: 'person',
    params: IdParams,
    status: 204,
    errors: ['not_found'],
  }),
};
