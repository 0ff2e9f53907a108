import type { Person } from '@gofigr/contract';
import { createContext, use } from 'react';

/** A person, with the address of the picture if there is one. */
export type ShownPerson = Omit<Person, 'has_avatar'> & { picture: string | null };

/** Tells parts of the page who a user is. The app gives it; parts alone know nobody. */
export interface People {
  /** A hook: the person with this username, once known. */
  usePerson: (username: string | null) => ShownPerson | undefined;
  /** A hook: people whom the user knows, by a part of their name, username or mail address. */
  useFound: (text: string) => readonly Person[];
  /** A hook: whether the server sends mail to people, once known. */
  useSendsMail: () => boolean | undefined;
}

const NOBODY: readonly Person[] = [];

export const PeopleContext = createContext<People>({
  usePerson: () => undefined,
  useFound: () => NOBODY,
  useSendsMail: () => undefined,
});

export const usePerson = (username: string | null): ShownPerson | undefined => use(PeopleContext).usePerson(username);

export const useFoundPeople = (text: string): readonly Person[] => use(PeopleContext).useFound(text);

export const useSendsMail = (): boolean | undefined => use(PeopleContext).useSendsMail();
