import { isShownUsername, type Operation } from '@gofigr/contract';
import { IsArray, IsObject, IsUnion, type TSchema } from 'typebox';
import type { Principal } from '../auth/index.ts';
import type { Db } from '../db/index.ts';
import { Slices } from '../json-stream/index.ts';
import { persons } from '../objects/index.ts';

/** A mail-like username in an answer: the object that holds it, and its field. */
interface Place {
  holder: Record<string, unknown>;
  field: string;
  username: string;
}

/** Usernames in an answer, and lists in it that are read while they are sent. */
interface Found {
  places: Place[];
  lists: { list: Slices; find: Find }[];
}

type Find = (value: unknown, into: Found) => void;

/** Finders of usernames, by the schema of the answer; null: it has none. */
const finders = new WeakMap<TSchema, Find | null>();

/**
 * Replaces mail-like usernames of people whom the caller does not know, wherever the contract has a username. A name
 * that the request itself gives stays.
 */
export function maskNames(
  db: Db,
  principal: Principal,
  { answer, body: asked }: Pick<Operation, 'answer' | 'body'>,
  body: unknown,
  value: unknown,
): Promise<void> | undefined {
  const findAll = answer ? finderOf(answer) : null;
  if (!findAll) return undefined;
  const given = asked && IsObject(asked) && 'username' in asked.properties ? usernameIn(body) : undefined;
  function maskIn(values: readonly unknown[], find: Find): Promise<void> | undefined {
    const found: Found = { places: [], lists: [] };
    for (const each of values) find(each, found);
    for (const { list, find: inside } of found.lists) list.prepare = (items) => maskIn(items, inside);
    const places = found.places.filter(({ username }) => username !== given);
    return places.length === 0 ? undefined : mask(db, principal, places);
  }
  return maskIn([value], findAll);
}

async function mask(db: Db, principal: Principal, places: readonly Place[]): Promise<void> {
  const masks = await persons.standIns(
    db,
    principal,
    places.map(({ username }) => username),
  );
  for (const { holder, field, username } of places) holder[field] = masks.get(username) ?? username;
}

const usernameIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'username' in body ? body.username : undefined;

function finderOf(schema: TSchema): Find | null {
  const known = finders.get(schema);
  if (known !== undefined) return known;
  const made = makeFinder(schema);
  finders.set(schema, made);
  return made;
}

function makeFinder(schema: TSchema): Find | null {
  if (IsUnion(schema)) return inAll(schema.anyOf);
  if (IsArray(schema)) {
    const find = finderOf(schema.items);
    return (
      find &&
      ((value, into) => {
        if (value instanceof Slices) into.lists.push({ list: value, find });
        else if (Array.isArray(value)) for (const item of value) find(item, into);
      })
    );
  }
  return IsObject(schema) ? inFields(schema.properties) : null;
}

function inAll(schemas: readonly TSchema[]): Find | null {
  const finds = schemas.map(finderOf).filter((find) => find !== null);
  if (finds.length === 0) return null;
  return (value, into) => {
    for (const find of finds) find(value, into);
  };
}

function inFields(properties: Record<string, TSchema>): Find | null {
  const entries = Object.entries(properties);
  const names = entries.filter(([, field]) => isUsername(field)).map(([name]) => name);
  const parts = entries.flatMap(([name, field]) => {
    const find = finderOf(field);
    return find ? [{ name, find }] : [];
  });
  if (names.length === 0 && parts.length === 0) return null;
  return (value, into) => {
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Record<string, unknown>; // an object
    for (const field of names) {
      const username = holder[field];
      if (typeof username === 'string' && persons.isMailLike(username)) into.places.push({ holder, field, username });
    }
    for (const { name, find } of parts) find(holder[name], into);
  };
}

const isUsername = (schema: TSchema): boolean =>
  isShownUsername(schema) || (IsUnion(schema) && schema.anyOf.some(isShownUsername));
