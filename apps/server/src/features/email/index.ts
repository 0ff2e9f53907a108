export { emailRoutes } from './routes.ts';
export { changeEmail, createEmailService } from './service.ts';
