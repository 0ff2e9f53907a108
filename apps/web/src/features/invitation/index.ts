export { InvitationPage } from './pages.ts';
export { keepInvitation, pendingInvitation } from './pending.ts';
