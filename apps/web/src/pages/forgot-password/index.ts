import { lazyPage } from '../../lib/lazy-page.ts';

export const ForgotPasswordPage = lazyPage(async () => (await import('./forgot-password-page.tsx')).ForgotPasswordPage);
