import type { AuditEvent, ObjectLinks, PictureLink } from '@gofigr/contract';
import { formatOptionalTime, formatTime } from '../../../kernel/clock.ts';
import type { Db, Trx } from '../../../kernel/db/index.ts';
import { isLive, readExpiry } from '../../../kernel/expiry.ts';
import { randomBase62 } from '../../../kernel/ids.ts';
import type { Stamp } from '../../../kernel/objects/index.ts';
import { deletePictureLink, findPictureLink, type PictureLinkRow, savePictureLink } from '../store/picture-links.ts';
import { deleteLink, findLink, saveLink } from '../store.ts';

/** 131 random bits. */
const TOKEN_LENGTH = 22;

/** Tells whether a text has the form of a token. */
export const isToken = (text: string): boolean => text.length === TOKEN_LENGTH && /^[0-9A-Za-z]+$/.test(text);

/** An event of the audit list with the new expiry. */
interface Change {
  event: AuditEvent;
  details?: { expiry: string | null };
}

interface Expiring {
  expiry: number | null;
}

/** Tells whether a link is on and has not expired. */
export const works = (link: Expiring | undefined, now: number): boolean => link !== undefined && isLive(link, now);

/** The expiry in a request. Without one, a link that works keeps its own, and others never expire. */
function expiryOf(wish: string | null | undefined, before: Expiring | undefined, now: number): number | null {
  if (wish !== undefined) return wish === null ? null : readExpiry(wish, now);
  return before && isLive(before, now) ? before.expiry : null;
}

const changed = (event: AuditEvent, expiry: number | null): Change => ({
  event,
  details: { expiry: formatOptionalTime(expiry) },
});

/** The links of an object, with those that have expired. */
export async function linksOf(db: Db, id: string, now: number): Promise<ObjectLinks> {
  const [link, picture] = await Promise.all([findLink(db, id), findPictureLink(db, id)]);
  return {
    link: { enabled: works(link, now), expiry: formatOptionalTime(link?.expiry ?? null) },
    picture: picture ? toPictureLink(picture, now) : null,
  };
}

export const toPictureLink = (row: PictureLinkRow, now: number): PictureLink => ({
  token: row.token,
  enabled: isLive(row, now),
  created: formatTime(row.created),
  expiry: formatOptionalTime(row.expiry),
});

/** Switches the link of an object; null if nothing changed. */
export async function setLink(
  trx: Trx,
  id: string,
  wish: { enabled: boolean; expiry?: string | null },
  { by, at: now }: Stamp,
): Promise<Change | null> {
  const before = await findLink(trx, id);
  if (!wish.enabled) {
    if (!before) return null;
    await deleteLink(trx, id);
    return { event: 'link_sharing_disabled' };
  }
  const expiry = expiryOf(wish.expiry, before, now);
  const worked = before && isLive(before, now);
  if (worked && before.expiry === expiry) return null;
  const since = worked ? before : { created: now, shared_by: by };
  await saveLink(trx, { object_id: id, created: since.created, shared_by: since.shared_by, expiry });
  return changed(worked ? 'link_expiry_changed' : 'link_sharing_enabled', expiry);
}

/** Makes the picture link of an object, or changes its expiry; the token stays, so pages that embed it work again. */
export async function setPictureLink(
  trx: Trx,
  id: string,
  wish: string | null | undefined,
  now: number,
): Promise<{ row: PictureLinkRow; change: Change | null }> {
  const before = await findPictureLink(trx, id);
  const expiry = expiryOf(wish, before, now);
  if (before && before.expiry === expiry) return { row: before, change: null };
  const row = before
    ? { ...before, expiry }
    : { object_id: id, token: randomBase62(TOKEN_LENGTH), created: now, expiry };
  await savePictureLink(trx, row);
  return { row, change: changed(before ? 'picture_link_changed' : 'picture_link_created', expiry) };
}

export async function withdrawPictureLink(trx: Trx, id: string): Promise<Change | null> {
  if (!(await findPictureLink(trx, id))) return null;
  await deletePictureLink(trx, id);
  return { event: 'picture_link_withdrawn' };
}
