import { lazyPage } from '../../lib/lazy-page.ts';

export const ResetPasswordPage = lazyPage(async () => (await import('./reset-password-page.tsx')).ResetPasswordPage);
