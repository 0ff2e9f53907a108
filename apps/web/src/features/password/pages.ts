import { lazyPage } from '../../lib/lazy-page.ts';

export const ForgotPasswordPage = lazyPage(async () => (await import('./forgot-page.tsx')).ForgotPasswordPage);
export const ResetPasswordPage = lazyPage(async () => (await import('./reset-page.tsx')).ResetPasswordPage);
