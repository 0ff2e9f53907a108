import { lazyPage } from '../../lib/lazy-page.ts';

export const SignInPage = lazyPage(async () => (await import('./sign-in-page.tsx')).SignInPage);
