export { SetupPage } from './pages.ts';
