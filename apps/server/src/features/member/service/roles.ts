import { ORGANIZATION_ROLES, WORKSPACE_ROLES } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import { invalid, notWithAKey } from '../../../kernel/errors.ts';
import type { Role } from '../../../kernel/objects/index.ts';
import { ownerIsFixed } from '../errors.ts';

/** Kinds of objects that have members. */
export type MemberKind = 'workspace' | 'organization';

/** Roles of a kind, highest first. */
const ROLES: Record<MemberKind, readonly Role[]> = { workspace: WORKSPACE_ROLES, organization: ORGANIZATION_ROLES };

/** Tells whether the first role is higher than the second. */
export const isAbove = (kind: MemberKind, first: string, second: Role): boolean =>
  ROLES[kind].some((role) => role === first) && ROLES[kind].indexOf(first as Role) < ROLES[kind].indexOf(second); // checked to be one of them

/**
 * Returns a role that can be given; throws `owner_is_fixed` for the owner role, `invalid_request` for unknown roles.
 */
export function checkedRole(kind: MemberKind, text: string): Role {
  const role = ROLES[kind].find((known) => known === text);
  if (role === 'owner') throw ownerIsFixed();
  if (role === undefined)
    throw invalid('membership_type', `must be one of ${ROLES[kind].filter((known) => known !== 'owner').join(', ')}`);
  return role;
}

/**
 * An `org_admin` owns the organization's workspaces, so API keys can't give or take the role. Throws `not_with_a_key`.
 */
export function checkOwnership({ via }: SignedIn, role: Role): void {
  if (role === 'org_admin' && via === 'api_key') throw notWithAKey();
}
