import type { Person } from '@gofigr/contract';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { call, urlOf } from '../../lib/api.ts';
import { isUsername } from '../../lib/person-name.ts';
import type { People, ShownPerson } from '../../ui/people.ts';
import { useIsSignedIn } from '../session/index.ts';
import { createBatch } from './batch.ts';

/** Usernames in one request. */
const MOST = 50;
const OFFERED = 8;
const FRESH_MS = 5 * 60_000;
const NOBODY: readonly Person[] = [];

const load = createBatch(MOST, async (usernames): Promise<Map<string, Person>> => {
  const people = await call('GET /people/', { query: { usernames: usernames.join(','), limit: String(MOST) } });
  return new Map(people.map((person) => [person.username, person]));
});

const shown = ({ has_avatar, ...person }: Person): ShownPerson => ({
  ...person,
  picture: has_avatar ? urlOf('GET /user/:username/avatar/', { path: { username: person.username } }) : null,
});

/** A person whom the user knows; null for others. Queries of one moment share a request. */
const personQuery = (username: string) =>
  queryOptions({
    queryKey: ['person', username],
    queryFn: async (): Promise<ShownPerson | null> => {
      const person = await load(username);
      return person ? shown(person) : null;
    },
    staleTime: FRESH_MS,
  });

const foundQuery = (text: string) =>
  queryOptions({
    queryKey: ['person', 'found', text],
    queryFn: ({ signal }) =>
      call('GET /people/', { query: { limit: String(OFFERED), ...(text && { find: text }) }, signal }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });

/** People as the server knows them, for the whole app. */
export const people: Omit<People, 'useSendsMail'> = {
  usePerson: (username) => {
    const isSignedIn = useIsSignedIn();
    const enabled = isSignedIn && username !== null && isUsername(username);
    return useQuery({ ...personQuery(username ?? ''), enabled }).data ?? undefined;
  },
  useFound: (text) => {
    const enabled = useIsSignedIn();
    return useQuery({ ...foundQuery(text), enabled }).data ?? NOBODY;
  },
};
