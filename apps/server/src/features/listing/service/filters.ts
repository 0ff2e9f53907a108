import type { ShownKind } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import { parseTime } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import { objects, persons, type StoredObject } from '../../../kernel/objects/index.ts';
import { cleanTags } from '../../tag/index.ts';
import { type Filters, NO_FILTERS, rareTagOf } from '../store/entries.ts';

/** Filters of a request for figures. */
interface Sent {
  name?: string;
  by?: string;
  tags?: string;
  kind?: ShownKind;
  since?: string;
  until?: string;
  has_table?: 'true';
  starred?: 'true';
}

/** A filter for a part of the name. */
export const named = (name = ''): Filters => ({ ...NO_FILTERS, name: name.trim() === '' ? null : name.trim() });

/** The filters of a request for the figures of an analysis. Throws `invalid_request`. */
export async function figureFilters(
  db: Db,
  principal: Principal,
  analysis: StoredObject,
  sent: Sent,
): Promise<Filters> {
  const { by = null, kind = null } = sent;
  // Nobody learns from an empty page that a mail address is somebody's username.
  const isHidden = by !== null && persons.isMailLike(by) && !(await objects.can(db, principal, 'follow', analysis));
  const tags = sent.tags === undefined ? [] : cleanTags(sent.tags.split('\n')).map(({ key }) => key);
  return {
    ...named(sent.name),
    by: isHidden ? '' : by,
    tags,
    rareTag: await rareTagOf(db, tags),
    kind,
    since: momentOf('since', sent.since),
    until: momentOf('until', sent.until),
    hasTable: sent.has_table === 'true',
    starredBy: sent.starred === 'true' ? userIdOf(principal) : null,
  };
}

/** The caller's ID. Nobody starred anything under the ID of an anonymous caller. */
export const userIdOf = (principal: Principal): string => (principal.kind === 'user' ? principal.userId : '');

function momentOf(field: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = parseTime(text);
  if (time === null) throw invalid(field, 'must be a time in ISO 8601');
  return time;
}
