export { testMail } from './mail.ts';
export { adminRoutes } from './routes.ts';
export { healthReport } from './service/health.ts';
export { noteBackup, noteMail } from './service/notes.ts';
