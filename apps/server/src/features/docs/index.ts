export { docsPages } from './routes.ts';
