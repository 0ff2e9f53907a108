import { ORGANIZATION_ROLES, WORKSPACE_ROLES } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import { invalid, notWithAKey } from '../../../kernel/errors.ts';
import type { Role } from '../../../kernel/objects/index.ts';
import { ownerIsFixed } from '../errors.ts';

/** What people can be members of. */
export type MemberKind = 'workspace' | 'organization';

/** Roles of a kind, most to least. */
const ROLES: Record<MemberKind, readonly Role[]> = { workspace: WORKSPACE_ROLES, organization: ORGANIZATION_ROLES };

/** Whether the first role is above the second. */
export const isAbove = (kind: MemberKind, first: string, second: Role): boolean =>
  ROLES[kind].some((role) => role === first) && ROLES[kind].indexOf(first as Role) < ROLES[kind].indexOf(second); // found among them

/** A role that can be given; throws `owner_is_fixed` for the owner's, `invalid_request` for none of this kind. */
export function checkedRole(kind: MemberKind, text: string): Role {
  const role = ROLES[kind].find((known) => known === text);
  if (role === 'owner') throw ownerIsFixed();
  if (role === undefined)
    throw invalid('membership_type', `must be one of ${ROLES[kind].filter((known) => known !== 'owner').join(', ')}`);
  return role;
}

/** An `org_admin` owns every workspace of the organization, so no API key makes or unmakes one. Throws `not_with_a_key`. */
export function checkOwnership({ via }: SignedIn, role: Role): void {
  if (role === 'org_admin' && via === 'api_key') throw notWithAKey();
}
