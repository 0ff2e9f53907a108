import { EXIT, Failure } from '../failure.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tells an API ID from a name. */
export const isId = (text: string): boolean => ID.test(text);

/** Returns a name unchanged, and an API ID as the object of that ID. */
export const nameOrId = (text: string): string | { api_id: string } =>
  isId(text) ? { api_id: text.toLowerCase() } : text;

/** Object that an address, an API ID or a short ID identifies. */
export interface Target {
  /** Kind of the object's page; undefined if only the ID is known. */
  kind?: string | undefined;
  id: string;
}

const PAGE = /^\/(r|revision|figure|analysis|workspace|asset|asset_revision)\/([\w-]+)\/?$/;

/** Reads `http://…/r/4gB2ac01`, an API ID, or a short ID. */
export function targetOf(text: string): Target {
  if (/^[\w-]+$/.test(text)) return { id: isId(text) ? text.toLowerCase() : text };
  const [, kind, id] = (URL.canParse(text) && PAGE.exec(new URL(text).pathname)) || [];
  if (id !== undefined) return { kind, id };
  throw new Failure(EXIT.usage, `"${text}" is no API ID, short ID or address of a page.`);
}
