export { invitationRoutes } from './routes.ts';
export { createInvitationService, type InvitationService } from './service.ts';
