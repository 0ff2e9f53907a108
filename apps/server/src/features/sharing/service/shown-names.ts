import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { persons } from '../../../kernel/objects/index.ts';

/** Usernames as the caller may see them. A username that something was shared with is known to those who share it. */
export async function shownNames(
  db: Db,
  principal: Principal,
  shares: readonly { username: string; named_as?: string | null }[],
): Promise<(username: string) => string> {
  const hidden = shares.filter(({ username, named_as }) => username !== named_as).map(({ username }) => username);
  const masks = await persons.standIns(db, principal, hidden);
  return (username) => masks.get(username) ?? username;
}
