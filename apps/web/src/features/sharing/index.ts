export { AccessBadge } from './access-badge.tsx';
export { AskForAccess } from './lazy-parts.ts';
export { Requests } from './requests.tsx';
export { requestsQuery } from './requests-query.ts';
export { ShareActions } from './share-actions.tsx';
export { type SharedChoice, SharedWithMe } from './shared-with-me.tsx';
export type { SharedKind } from './sharing.ts';
