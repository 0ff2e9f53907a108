import { hashPassword } from '../../../kernel/auth/index.ts';
import type { Trx } from '../../../kernel/db/index.ts';
import { newId, newToken } from '../../../kernel/ids.ts';
import { insertMember } from '../../member/index.ts';
import { findAnyByKey, insertUser } from '../../user/index.ts';

/** Prefix of the usernames of service accounts. */
export const SERVICE_PREFIX = 'service.';
const SLUG_LENGTH = 60;

/** `Nightly pipeline` → `service.nightly-pipeline` */
function serviceUsername(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase();
  const slug = plain
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH)
    .replace(/^-+|-+$/g, '');
  return SERVICE_PREFIX + (slug === '' ? 'key' : slug);
}

/** Adds a service account to a workspace: a user with the role creator, without password and mail address. */
export async function addServiceAccount(
  trx: Trx,
  { workspaceId, name, at }: { workspaceId: string; name: string; at: number },
): Promise<{ userId: string; username: string }> {
  const base = serviceUsername(name);
  let username = base;
  for (let count = 2; await findAnyByKey(trx, username); count++) username = `${base}-${count}`;
  const id = newId();
  await insertUser(trx, {
    id,
    username,
    username_key: username,
    email: '',
    // Whole characters that a person's name may have too.
    first_name: [...name.replace(/\p{Cc}/gu, ' ')].slice(0, 150).join(''),
    last_name: '',
    password_hash: await hashPassword(newToken('gfnone')),
    avatar: null,
    user_profile: '{}',
    is_active: 1,
    is_staff: 0,
    date_joined: at,
    service_of: workspaceId,
    leak_action: 'tell',
  });
  await insertMember(trx, { objectId: workspaceId, userId: id, role: 'creator', at });
  return { userId: id, username };
}
