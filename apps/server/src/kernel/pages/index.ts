export { createPages, type NoStill, type Pages } from './pages.ts';
