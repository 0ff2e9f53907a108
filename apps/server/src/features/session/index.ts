export { type SignIn, sessionRoutes, signInWith } from './routes.ts';
