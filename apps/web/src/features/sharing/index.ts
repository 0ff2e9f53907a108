export { AccessBadge } from './access-badge.tsx';
export { ShareActions } from './share-actions.tsx';
export { SharedWithMe } from './shared-with-me.tsx';
