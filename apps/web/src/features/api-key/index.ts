export { ApiKeysSection } from './lazy-section.ts';
