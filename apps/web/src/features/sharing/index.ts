export { ShareButton } from './share-button.tsx';
export { SharedWithMe } from './shared-with-me.tsx';
