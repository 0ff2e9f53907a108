import { type InvitedKind, VIEWED_KINDS, type ViewedKind } from '@gofigr/contract';

/** Tells whether an invitation is for viewing an object, rather than for membership. */
export const isViewed = (kind: InvitedKind): kind is ViewedKind => VIEWED_KINDS.some((viewed) => viewed === kind);
