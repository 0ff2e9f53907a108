export { AccountFields } from './account-fields.tsx';
export { enterSession, sessionQuery } from './session-query.ts';
export { SignInPage } from './sign-in-page.tsx';
export { SignInsSection } from './sign-ins-section.tsx';
export { signOut } from './sign-out.ts';
