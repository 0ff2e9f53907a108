export { acceptInvitation, declineInvitation, invitationQuery } from './invitation.ts';
export { keepInvitation, pendingInvitation } from './pending.ts';
