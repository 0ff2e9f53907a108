export { InvitationPage } from './pages.ts';
