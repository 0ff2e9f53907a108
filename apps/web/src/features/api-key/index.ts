export { ApiKeysSection } from './pages.ts';
