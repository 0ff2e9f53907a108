export { RegisterPage } from './pages.ts';
