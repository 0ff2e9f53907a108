export { registrationRoutes } from './routes.ts';
export { createRegistrationService } from './service.ts';
