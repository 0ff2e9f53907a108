import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tells an API ID from a name. */
export const isId = (text: string): boolean => ID.test(text);

/** Returns a name unchanged, and an API ID as the object of that ID. */
export const nameOrId = (text: string): string | { api_id: string } =>
  isId(text) ? { api_id: text.toLowerCase() } : text;

/** Object that an address, an API ID or a short ID identifies. */
export interface Target {
  /** Kind of the object's page; undefined if only the ID is known. */
  kind?: PageKind | undefined;
  id: string;
  /** Host of the address, with its port; undefined if only the ID is known. */
  host?: string | undefined;
}

type PageKind = 'r' | 'revision' | 'figure' | 'analysis' | 'workspace' | 'asset' | 'asset_revision';

const PAGE = /^\/(r|revision|figure|analysis|workspace|asset|asset_revision)\/([\w-]+)\/?$/;

/** Reads `http://…/r/4gB2ac01`, an API ID, or a short ID. */
export function targetOf(text: string): Target {
  if (/^[\w-]+$/.test(text)) return { id: isId(text) ? text.toLowerCase() : text };
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const [, kind, id] = PAGE.exec(url?.pathname ?? '') ?? [];
  if (url && id !== undefined) return { kind: kind as PageKind, id: isId(id) ? id.toLowerCase() : id, host: url.host }; // the expression names them
  throw new Failure(EXIT.usage, `"${printable(text)}" is no API ID, short ID or address of a page.`);
}
