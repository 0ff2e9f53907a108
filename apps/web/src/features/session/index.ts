export { AccountFields } from './account-fields.tsx';
export {
  endSession,
  enterSession,
  type SessionEnd,
  sessionEndQuery,
  sessionQuery,
  useIsSignedIn,
} from './session-query.ts';
export { signIn } from './sign-in.ts';
export { SignInsSection } from './sign-ins-section.tsx';
export { signOut } from './sign-out.ts';
